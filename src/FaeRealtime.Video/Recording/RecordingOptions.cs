using FaeRealtime.Host.Output.Films;
using FaeRealtime.Host.Output.Notes;

namespace FaeRealtime.Host.Output.Recording;

/// <summary>How a live session is filmed.</summary>
/// <param name="Path">Film from the first picture on, or the pipe that it goes to; null for none.</param>
/// <param name="Side">Longer side of all films in pixels; null for the picture's.</param>
internal sealed record LiveFilm(string? Path, int? Side)
{
    private const double UsualFps = 60.0;

    // Half of it, which its delays in hundredths of a second come near.
    private const double GifFps = 30.0;

    /// <summary>When asked to, at the picture's size.</summary>
    public static LiveFilm Usual { get; } = new(null, null);

    /// <summary>The ending of films that are not told otherwise: without ffmpeg there is still the format that this program writes by itself.</summary>
    public static string Ending => Ffmpeg.Installed.IsThere ? ".mp4" : ".webp";

    /// <summary>The format of a film.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="notes">What made it; its one moment is left out.</param>
    /// <param name="fps">Frames a second; null for 60, or what the kind can.</param>
    public FilmFormat Format(string path, int width, int height, PictureNotes? notes, double? fps = null)
    {
        var scale = (Side ?? Math.Max(width, height)) / (double)Math.Max(width, height);
        return new FilmFormat
        {
            Width = width,
            Height = height,
            FilmWidth = Side is null ? null : Scaled(width, scale),
            FilmHeight = Side is null ? null : Scaled(height, scale),
            Fps = fps ?? (FilmName.KindOf(path) == FilmKind.Gif ? GifFps : UsualFps),
            Notes = (notes is null ? null : notes with { Moment = null })?.ToText(),
            Effort = FilmEffort.Live,
        };
    }

    // Even, as mp4 needs it.
    private static int Scaled(int side, double scale) => Math.Max(2, 2 * (int)Math.Round(side * scale / 2.0));
}
