using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Output.Notes;
using FaeRealtime.Engines;

namespace FaeRealtime.Host.Output;

/// <summary>Writes the picture that a live session shows, with notes from which <c>fae remake</c> makes it again.</summary>
internal static class LiveCapture
{
    /// <summary>What made the current frame. Call it on the thread that calls <see cref="LatentSession.Update"/>.</summary>
    /// <param name="session">With a frame.</param>
    /// <param name="engine">Of any of the session's models: they share its kind and threads.</param>
    /// <param name="verb">Such as <c>live</c>.</param>
    public static PictureNotes Notes(LatentSession session, FrameEngineOptions engine, string verb)
    {
        var info = session.Info!;
        session.TryGetFrame(out var frame);
        return new PictureNotes
        {
            Verb = verb,
            Model = info.Folder,
            ModelHash = info.ModelHash,
            Generator = info.Generator,
            Engine = EngineNotes.Of(engine, info.Device, info.VectorBits),
            Parameters = session.Parameters!,
            Moment = new MomentNotes(session.Time.Seconds, frame.Position, MomentNotes.Text(session.Latent)) { Features = session.Features.IsEmpty ? null : MomentNotes.Text(session.Features) },
        };
    }

    /// <summary>Writes the current frame as PNG. Call it on the thread that calls <see cref="LatentSession.Update"/>.</summary>
    /// <param name="path">The file; replaced when there.</param>
    /// <param name="session">The session.</param>
    /// <param name="engine">Of any of the session's models.</param>
    /// <param name="verb">Such as <c>live</c>.</param>
    /// <exception cref="ImageFileException">There is no frame in host memory, or the file cannot be written.</exception>
    public static void Write(string path, LatentSession session, FrameEngineOptions engine, string verb)
    {
        if (session.Pixels.IsEmpty || !session.TryGetFrame(out var frame))
        {
            throw new ImageFileException($"{path} is not written: there is no picture in this program's memory yet.");
        }

        PictureFile.Write(path, session.Pixels, frame.Width, frame.Height, Notes(session, engine, verb).ToText());
    }

    /// <summary>A new file's name in a folder, which tells when it was made.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="ending">With its dot.</param>
    /// <param name="clock">The time of day.</param>
    /// <param name="isPromised">Names of files that are still to be written; null for none.</param>
    public static string NameIn(string folder, string ending, TimeProvider clock, Predicate<string>? isPromised = null)
    {
        var stem = Path.Combine(folder, FormattableString.Invariant($"fae-{clock.GetLocalNow():yyyyMMdd-HHmmss}"));
        var path = stem + ending;
        for (var i = 2; File.Exists(path) || isPromised?.Invoke(path) == true; i++)
        {
            path = FormattableString.Invariant($"{stem}-{i}{ending}");
        }

        return path;
    }
}
