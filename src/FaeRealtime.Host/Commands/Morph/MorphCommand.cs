using System.CommandLine;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Rendering;

namespace FaeRealtime.Host.Commands.Morph;

/// <summary><c>fae morph</c>: a video from one picture to another.</summary>
internal static class MorphCommand
{
    public const string Name = "morph";

    public const string Summary = "Make a video from one picture to another: photos, seeds or words. Ctrl+C keeps a shorter video.";

    public static Command Create()
    {
        var options = new MorphOptions();
        var command = new Command(Name, Summary);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => CommandThread.Run(() =>
        {
            var (request, display) = (options.Read(parsed), new VideoProgress(TimeProvider.System, Console.Error));
            return VideoText.Print(MorphVideo.Run(request, display, cancellationToken), request.Json, display);
        }));
        return command;
    }
}
