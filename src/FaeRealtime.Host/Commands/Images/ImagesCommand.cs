using System.CommandLine;
using System.Text.Json;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Images;

/// <summary><c>fae images</c>: still pictures from a model.</summary>
internal static class ImagesCommand
{
    public const string Name = "images";

    public const string Summary = "Make still pictures: one PNG a seed, or a grid. Ctrl+C keeps the files that are done.";

    public static Command Create()
    {
        var options = new ImagesOptions();
        var command = new Command(Name, Summary);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() => Execute(options.Read(parsed), cancellationToken)));
        return command;
    }

    private static int Execute(ImagesRequest request, CancellationToken cancellationToken)
    {
        var report = ImagesRun.Run(request, new ImagesDisplay(TimeProvider.System, Console.Error), TimeProvider.System, cancellationToken);
        if (request.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, ImagesJsonContext.Default.ImagesReport));
            return ExitCode.Success;
        }

        foreach (var file in report.Images.Select(picture => picture.File).Distinct())
        {
            Console.Out.WriteLine(file);
        }

        return ExitCode.Success;
    }
}
