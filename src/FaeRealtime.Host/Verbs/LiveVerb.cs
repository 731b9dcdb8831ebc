using System.CommandLine;
using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Running;
using FaeRealtime.Host.Window;

namespace FaeRealtime.Host.Verbs;

/// <summary><c>fae live</c>: a model in a window, played by keys and mouse.</summary>
internal static class LiveVerb
{
    public static Command Create()
    {
        var options = new LiveOptions();
        var command = new Command("live", "Play a model in a window: keys, mouse, presets, recording. ? lists the keys.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => VerbThread.Run(() => Execute(options.Read(parsed), cancellationToken)));
        return command;
    }

    private static int Execute(LiveRequest request, CancellationToken cancellationToken)
    {
        using var window = LiveWindow.TryOpen(request, out var reason) ?? throw new GraphicsException($"{reason} Start it where a display is, or make a film with fae video.");
        window.Run(cancellationToken);
        return ExitCode.Success;
    }
}
