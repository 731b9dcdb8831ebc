using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Recording;

/// <summary>How a live session is recorded.</summary>
/// <param name="Path">Video from the first picture on, or the pipe that it goes to; null for none.</param>
/// <param name="Side">Longer side of all videos in pixels; null for the smallest whole multiple of the picture's from 512 on, where ffmpeg scales it beside this program, else for the picture's.</param>
public sealed record RecordingOptions(string? Path, int? Side)
{
    private const int LeastSide = 512;

    /// <summary>When asked to, at the usual size.</summary>
    public static RecordingOptions Usual { get; } = new(null, null);

    /// <summary>The ending of videos that are not told otherwise: without ffmpeg there is still the format that this program writes by itself.</summary>
    public static string Ending => Ffmpeg.Installed.IsThere ? ".mp4" : ".webp";

    /// <summary>The size and rate of a video.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="metadata">What made it; its one moment is left out.</param>
    /// <param name="fps">Frames a second; null for 60, or what the kind can.</param>
    public VideoSettings Settings(string path, int width, int height, GenerationMetadata? metadata, double? fps = null)
    {
        var kind = VideoFormats.Of(path);
        var longer = Math.Max(width, height);
        var usual = kind.NeedsFfmpeg ? (LeastSide + longer - 1) / longer : 1;
        var scale = Side is { } side ? side / (double)longer : Math.Max(usual, 1);
        return new VideoSettings
        {
            Width = width,
            Height = height,
            VideoWidth = Side is null ? (int)(width * scale) : Scaled(width, scale),
            VideoHeight = Side is null ? (int)(height * scale) : Scaled(height, scale),
            Fps = fps ?? kind.UsualFps,
            Metadata = (metadata is null ? null : metadata with { Moment = null })?.ToText(),
            Effort = EncodingEffort.Live,
        };
    }

    // Even, as mp4 needs it.
    private static int Scaled(int side, double scale) => Math.Max(2, 2 * (int)Math.Round(side * scale / 2.0));
}
