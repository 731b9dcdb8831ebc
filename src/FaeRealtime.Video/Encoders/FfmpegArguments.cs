using System.Globalization;

namespace FaeRealtime.Video.Encoders;

/// <summary>What is special about one kind of video, as arguments of ffmpeg.</summary>
/// <param name="Careful">Its encoder for <see cref="EncodingEffort.Careful"/>.</param>
/// <param name="Live">Its encoder for <see cref="EncodingEffort.Live"/>.</param>
/// <param name="Sound">Its encoder of a sound.</param>
/// <param name="Container">Its container.</param>
internal sealed record FfmpegCodec(string[] Careful, string[] Live, string[] Sound, string[] Container)
{
    /// <summary>Whether both sides must be even.</summary>
    public bool NeedsEvenSides { get; init; }
}

/// <summary>What ffmpeg is told.</summary>
internal static class FfmpegArguments
{
    // sRGB pixels as BT.709 video, said so in the file; without it, players guess by the size.
    private static readonly string[] Colours = ["-color_primaries", "bt709", "-color_trc", "iec61966-2-1", "-colorspace", "bt709", "-color_range", "tv"];

    /// <summary>The arguments for one video.</summary>
    /// <param name="codec">Encoder and container.</param>
    /// <param name="settings">Size, rate, metadata, effort.</param>
    /// <param name="path">The absolute path to write to.</param>
    public static IEnumerable<string> Of(FfmpegCodec codec, VideoSettings settings, string path) =>
    [
        "-hide_banner", "-nostdin", "-loglevel", "error", "-xerror", "-y",
        "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", Text($"{settings.Width}x{settings.Height}"), "-framerate", Text($"{settings.Fps:R}"), "-i", "pipe:0",

        // A video that ends early ends its sound, too.
        .. settings.Sound is { } sound ? ["-i", $"file:{sound}", "-map", "0:v", "-map", "1:a", .. codec.Sound, "-flags:a", "+bitexact", "-shortest"] : (string[])["-an"],
        "-vf", Conversion(settings.Scaled, codec.NeedsEvenSides), .. Colours,
        .. settings.Effort == EncodingEffort.Live ? codec.Live : codec.Careful,
        .. settings.Metadata is { } metadata ? ["-metadata", $"comment={metadata}"] : Array.Empty<string>(),

        // Without random identifiers, so that the same frames are the same bytes.
        "-fflags", "+bitexact",
        .. codec.Container,
        $"file:{path}",
    ];

    // Black at the right and below where a side is odd, added before the colours are halved: padding halved colours cuts the odd line off.
    private static string Conversion(VideoSettings video, bool even)
    {
        const string Flags = "flags=accurate_rnd+full_chroma_int+bicubic";
        var size = Text($"{video.Width}:{video.Height}");
        var odd = even && ((video.Width | video.Height) & 1) != 0;
        var padded = odd ? Text($"scale={size}:{Flags},format=gbrp,pad={video.Width + (video.Width & 1)}:{video.Height + (video.Height & 1)},scale=") : Text($"scale={size}:");
        return $"{padded}out_color_matrix=bt709:out_range=tv:{Flags},format=yuv420p";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
