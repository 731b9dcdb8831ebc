using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Commands.Demo;

/// <summary>Closes the path of a file's frames, so that the animation repeats without a jump.</summary>
internal static class FilePath
{
    /// <summary>Adjusts the pace so that a whole number of keys fills the frames; too few frames for two keys stay an open path.</summary>
    /// <param name="parameters">The requested pace.</param>
    /// <param name="frames">Frames of the file.</param>
    /// <param name="fps">Frames a second.</param>
    public static SessionParameters Close(SessionParameters parameters, int frames, double fps)
    {
        var keys = (int)Math.Round(frames / fps * parameters.Source.Speed);
        return keys is < 2 or > 64 ? parameters : parameters with { Source = parameters.Source with { Mode = SourceMode.Loop, LoopKeys = keys, Speed = keys * fps / frames } };
    }
}
