namespace FaeRealtime.Host.Output.Films;

/// <summary>What all frames of a film share.</summary>
internal sealed record FilmFormat
{
    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Frames a second.</summary>
    public required double Fps { get; init; }

    /// <summary>The notes, a JSON object (<see cref="Notes.FileNotes"/>), or null.</summary>
    public string? Notes { get; init; }

    public FilmEffort Effort { get; init; }

    /// <summary>Bytes of a frame, RGBA.</summary>
    public int FrameBytes => checked(Width * Height * 4);
}
