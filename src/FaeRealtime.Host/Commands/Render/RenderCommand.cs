using System.CommandLine;
using FaeRealtime.Host.Offline;
using FaeRealtime.Host.Running;

namespace FaeRealtime.Host.Verbs;

/// <summary><c>fae render</c>: a recorded live set, frame by frame.</summary>
internal static class RenderVerb
{
    public static Command Create()
    {
        var options = new RenderOptions();
        var command = new Command("render", "Play a recorded live set into a video, every frame of it: the same bytes each time. Ctrl+C keeps a shorter video.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => VerbThread.Run(() =>
        {
            var (request, display) = (options.Read(parsed), new VideoProgress(TimeProvider.System, Console.Error));
            return VideoText.Print(SessionVideo.Run(request, display, cancellationToken), request.Json, display);
        }));
        return command;
    }
}
