using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Rendering;

namespace FaeRealtime.Host.Commands.Render;

/// <summary><c>fae render</c>: a session recording, frame by frame.</summary>
internal static class RenderCommand
{
    public const string Name = "render";

    public const string Summary = "Play a session recording into a video, every frame of it: the same bytes each time. Ctrl+C keeps a shorter video.";

    public static Command Create()
    {
        var options = new RenderOptions();
        var command = new Command(Name, Summary);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            var (request, display) = (options.Read(parsed), new VideoProgress(TimeProvider.System, Console.Error));
            return VideoText.Print(SessionVideo.Run(request, display, cancellationToken), request.Json, display);
        }));
        return command;
    }
}
