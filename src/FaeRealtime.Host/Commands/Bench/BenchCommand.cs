using System.CommandLine;
using System.Text.Json;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary><c>fae bench</c>: how fast a model is here.</summary>
internal static class BenchCommand
{
    public const string Name = "bench";

    public const string Summary = "Measure a model's live path: frames a second, the time of each part, latency, memory, share of the device's rate.";

    public static Command Create()
    {
        var options = new BenchOptions();
        var command = new Command(Name, Summary);
        foreach (var option in options.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() => Execute(options.Read(parsed), cancellationToken)));
        return command;
    }

    private static int Execute(BenchRequest request, CancellationToken cancellationToken)
    {
        var report = BenchRun.Run(request, row => Console.Error.WriteLine(FormattableString.Invariant($"{row.Name}: {row.PresentedFps:0.0} fps")), cancellationToken);
        if (request.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(report, BenchJsonContext.Default.BenchReport));
        }
        else
        {
            BenchText.Print(report, Console.Out);
        }

        return ExitCode.Success;
    }
}
