using FaeRealtime.Host.Output.Films;
using FaeRealtime.Host.Output.Notes;
using FaeRealtime.Host.Output.Recording;

namespace FaeRealtime.Host.Offline;

/// <summary>Writes a session as a film, every frame, at any rate: the same bytes for the same request.</summary>
internal static class SessionFilm
{
    /// <summary>Makes the film.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="display">Shows how far it has come.</param>
    /// <param name="cancellationToken">Ends the film early: what is done so far is a whole film.</param>
    /// <exception cref="Core.Errors.FaeException">The model or the output failed; no file was touched.</exception>
    public static FilmReport Run(FilmRequest request, FilmDisplay display, CancellationToken cancellationToken)
    {
        var format = FilmOptions.Format(request.Generator.Folder, request.Side, request.Fps);
        FilmName.Check(request.Out, format, Ffmpeg.Installed);
        using var frames = new SessionFrames(request.Generator, request.Parameters, request.Fps, request.Set, request.Audio);
        var done = 0;
        var interruption = FilmName.Interruption(request.Out, cancellationToken);
        using (var film = new FilmRecording(request.Out, format with { Notes = Notes(request, frames).ToText() }))
        {
            for (; done < request.Frames && !cancellationToken.IsCancellationRequested; done++)
            {
                film.Add(frames.Next(), interruption);
                display.Show(done + 1, request.Frames);
            }

            if (done == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            film.Finish();
        }

        return new FilmReport
        {
            Out = request.Out,
            Frames = done,
            Asked = request.Frames,
            Fps = request.Fps,
            Size = request.Side,
            Model = frames.Info.Config.Name,
            ModelHash = frames.Info.ModelHash,
            Device = frames.Info.Device,
            Seconds = display.Elapsed.TotalSeconds,
        };
    }

    private static PictureNotes Notes(FilmRequest request, SessionFrames frames) => new()
    {
        Verb = request.Verb,
        Model = PictureNotes.NameOf(request.Generator.Folder),
        ModelHash = frames.Info.ModelHash,
        Generator = request.Generator.Generator,
        Engine = frames.Engine,
        Parameters = request.Parameters,
        Set = request.Set,
        Film = new FilmPathNotes(request.Fps, request.Frames, request.Side),
    };
}
