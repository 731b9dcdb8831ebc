using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Remote;

namespace FaeRealtime.Host.Commands.Serve;

/// <summary><c>fae serve</c>: a live session on a page, without a window.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    public const string Summary = "Show a model live on a page, with all controls, an HTTP interface and OSC. Ctrl+C ends it.";

    public static Command Create()
    {
        var options = new ServeOptions();
        var command = new Command(Name, Summary);
        command.Arguments.Add(options.Model);
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(options.OscList))
            {
                ControlAddresses.Print(Console.Out);
                return ExitCode.Success;
            }

            var request = options.Read(parsed);
            await ServeRun.RunAsync(request, request.Converses ? Console.Error : Console.Out, cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
