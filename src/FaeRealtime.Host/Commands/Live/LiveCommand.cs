using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Commands.Serve;
using FaeRealtime.Host.Window;

namespace FaeRealtime.Host.Commands.Live;

/// <summary><c>fae live</c>: a model in a window, played by keys and mouse.</summary>
internal static class LiveCommand
{
    public const string Name = "live";

    public const string Summary = "Play a model in a window: keys, mouse, presets, recording. ? lists the keys.";

    public static Command Create()
    {
        var options = new LiveOptions();
        var command = new Command(Name, Summary);
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = await CommandThread.Run(() => Show(options.Read(parsed), cancellationToken)).ConfigureAwait(false);
            if (request is not null)
            {
                await ServeRun.RunAsync(request, Console.Out, cancellationToken).ConfigureAwait(false);
            }

            return ExitCode.Success;
        });
        return command;
    }

    // What is left to serve where no window can open.
    private static ServeRequest? Show(LiveRequest request, CancellationToken cancellationToken)
    {
        if (LiveWindow.TryOpen(request, out var reason) is not { } window)
        {
            Console.Error.WriteLine($"fae: {reason} Serving the page instead of opening a window.");
            return request.Serve();
        }

        using (window)
        {
            window.Run(cancellationToken);
            return null;
        }
    }
}
