using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands;

namespace FaeRealtime.Host;

/// <summary>The program <c>fae</c>: finds the command, runs it, turns failures into one line and an exit code.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var termination = Termination.Start();
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            var parsed = UsageReport.Shorten(Root(args, termination).Parse(args));
            if (UsageReport.PrintMistyped(parsed, Console.Error))
            {
                return ExitCode.Usage;
            }

            var code = await parsed.InvokeAsync(configuration, termination.Token).ConfigureAwait(false);
            UsageReport.Print(parsed, Console.Error);
            return code;
        }
#pragma warning disable CA1031 // The one place that turns every failure into a message and an exit code.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return FailureReport.Print(failure, Console.Error);
        }
    }

    private static RootCommand Root(string[] args, Termination termination)
    {
        var root = new RootCommand("FAE: train and watch a compact latent generator over frozen vision features.");
        foreach (var command in CommandList.For(args, termination))
        {
            root.Subcommands.Add(command);
        }

        return root;
    }
}
