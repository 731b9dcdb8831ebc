using System.CommandLine;
using FaeRealtime.Host.Offline;
using FaeRealtime.Host.Running;

namespace FaeRealtime.Host.Verbs;

/// <summary><c>fae video</c>: a film through keyframes.</summary>
internal static class VideoVerb
{
    public static Command Create()
    {
        var options = new VideoOptions();
        var command = new Command("video", "Make a film through keyframes, every frame of it. Ctrl+C keeps a shorter film.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => VerbThread.Run(() =>
        {
            var (request, display) = (options.Read(parsed), new FilmDisplay(TimeProvider.System, Console.Error));
            return FilmText.Print(SessionFilm.Run(request, display, cancellationToken), request.Json, display);
        }));
        return command;
    }
}
