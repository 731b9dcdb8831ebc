namespace FaeRealtime.Host.Output.Films;

/// <summary>What all frames of a film share.</summary>
internal sealed record FilmFormat
{
    /// <summary>Of the frames that come, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Of the frames that come, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Of the film, in pixels; null for that of the frames.</summary>
    public int? FilmWidth { get; init; }

    /// <summary>Of the film, in pixels; null for that of the frames.</summary>
    public int? FilmHeight { get; init; }

    /// <summary>Frames a second.</summary>
    public required double Fps { get; init; }

    /// <summary>The notes, a JSON object (<see cref="Notes.FileNotes"/>), or null.</summary>
    public string? Notes { get; init; }

    public FilmEffort Effort { get; init; }

    /// <summary>The film's own size: frames are scaled to it.</summary>
    public FilmFormat Scaled => this with { Width = FilmWidth ?? Width, Height = FilmHeight ?? Height, FilmWidth = null, FilmHeight = null };

    /// <summary>Bytes of a frame that comes, RGBA.</summary>
    public int FrameBytes => checked(Width * Height * 4);
}
