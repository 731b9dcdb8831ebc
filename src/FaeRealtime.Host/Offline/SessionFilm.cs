using FaeRealtime.Host.Output.Films;
using FaeRealtime.Host.Output.Notes;

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
        return FilmWork.Write(request, Notes(request, frames), frames.Info, _ => frames.Next(), display, cancellationToken);
    }

    // A long set is named in the film's notes, where it has no room.
    private static PictureNotes Notes(FilmRequest request, SessionFrames frames)
    {
        var notes = All(request, frames);
        return request.Set is null || FileNotes.Fits(notes.ToText()) ? notes : notes with { Set = null, SetFile = request.SetFile };
    }

    private static PictureNotes All(FilmRequest request, SessionFrames frames) => new()
    {
        Verb = request.Verb,
        Model = request.Generator.Folder.Name,
        ModelHash = frames.Info.ModelHash,
        Generator = request.Generator.Generator,
        Engine = frames.Engine,
        Parameters = request.Parameters,
        Set = request.Set,
        Film = new FilmPathNotes(request.Fps, request.Frames, request.Side),
    };
}
