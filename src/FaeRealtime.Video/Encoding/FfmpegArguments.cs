using System.Globalization;

namespace FaeRealtime.Host.Output.Films;

/// <summary>What ffmpeg is told.</summary>
internal static class FfmpegArguments
{
    // sRGB pixels as BT.709 video, said so in the file; without it, players guess by the size.
    private static readonly string[] Colours = ["-color_primaries", "bt709", "-color_trc", "iec61966-2-1", "-colorspace", "bt709", "-color_range", "tv"];

    /// <summary>The arguments for one film.</summary>
    /// <param name="kind">Mp4 or webm.</param>
    /// <param name="format">Size, rate, notes, effort.</param>
    /// <param name="path">The absolute path to write to.</param>
    public static IEnumerable<string> Of(FilmKind kind, FilmFormat format, string path) =>
    [
        "-hide_banner", "-nostdin", "-loglevel", "error", "-xerror", "-y",
        "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", Text($"{format.Width}x{format.Height}"), "-framerate", Text($"{format.Fps:R}"), "-i", "pipe:0",
        "-an", "-vf", Conversion(format.Scaled), .. Colours,
        .. kind == FilmKind.Mp4 ? H264(format.Effort) : Vp9(format.Effort),
        .. format.Notes is { } notes ? ["-metadata", $"comment={notes}"] : Array.Empty<string>(),

        // Without random identifiers, so that the same frames are the same bytes.
        "-fflags", "+bitexact",
        .. kind == FilmKind.Mp4 ? ["-movflags", "+faststart", "-f", "mp4"] : new[] { "-f", "webm" },
        $"file:{path}",
    ];

    private static string Conversion(FilmFormat film) =>
        Text($"scale={film.Width}:{film.Height}:out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int+bicubic,format=yuv420p");

    private static string[] H264(FilmEffort effort) => effort == FilmEffort.Live
        ? ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-threads", "1", "-filter_threads", "1"]
        : ["-c:v", "libx264", "-preset", "medium", "-crf", "16"];

    private static string[] Vp9(FilmEffort effort) => effort == FilmEffort.Live
        ? ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "24", "-deadline", "realtime", "-cpu-used", "8", "-threads", "1", "-filter_threads", "1"]
        : ["-c:v", "libvpx-vp9", "-b:v", "0", "-crf", "24", "-deadline", "good", "-cpu-used", "2", "-row-mt", "1"];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
