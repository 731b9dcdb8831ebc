namespace FaeRealtime.Host.Output.Films;

/// <summary>What a film's name asks for.</summary>
internal enum FilmKind
{
    /// <summary>A PNG a frame: a name with one <c>%05d</c>.</summary>
    Pictures,

    /// <summary>Animated WebP, lossy.</summary>
    Webp,

    /// <summary>Animated GIF, 256 colours a frame.</summary>
    Gif,

    /// <summary>H.264 through ffmpeg.</summary>
    Mp4,

    /// <summary>VP9 through ffmpeg.</summary>
    Webm,

    /// <summary>RGBA frames one after another into a file, a named pipe or a device.</summary>
    Raw,
}
