using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Rendering;

namespace FaeRealtime.Host.Commands.Video;

/// <summary><c>fae video</c>: a video through keyframes.</summary>
internal static class VideoCommand
{
    public const string Name = "video";

    public const string Summary = "Make a video through keyframes, every frame of it. Ctrl+C keeps a shorter video.";

    public static Command Create()
    {
        var options = new VideoOptions();
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
