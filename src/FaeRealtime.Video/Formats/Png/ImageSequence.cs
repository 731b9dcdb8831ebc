using System.Globalization;
using System.Text.RegularExpressions;
using FaeRealtime.Video.Encoders;

namespace FaeRealtime.Video.Formats.Png;

/// <summary>A PNG a frame, numbered from 0. Each is whole, so those before a failure stay; older ones with higher numbers are left alone.</summary>
/// <param name="path">Pattern, see <see cref="ImagePattern"/>.</param>
/// <param name="format">Size and metadata.</param>
internal sealed class ImageSequence(string path, VideoSettings format) : IVideoEncoder
{
    private long _frames;

    /// <inheritdoc/>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        var number = _frames.ToString(CultureInfo.InvariantCulture);
        PngFile.Write(ImagePattern.PathOf(path, _frames), rgba, format.Width, format.Height, format.Metadata, ("frame", number));
        _frames++;
    }

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

/// <summary>Names with a number in them, such as <c>walk%05d.png</c>.</summary>
internal static partial class ImagePattern
{
    /// <summary>Whether a path has exactly one place for a number, in its file name.</summary>
    public static bool IsOne(string path) => Place().Count(Path.GetFileName(path)) == 1 && Path.GetFileName(path).Count(letter => letter == '%') == 1;

    /// <summary>The path of one frame.</summary>
    /// <param name="path">For which <see cref="IsOne"/> holds.</param>
    /// <param name="frame">From 0.</param>
    public static string PathOf(string path, long frame) => Path.Combine(
        Path.GetDirectoryName(path) ?? string.Empty,
        Place().Replace(Path.GetFileName(path), place => frame.ToString($"D{place.Groups["digits"].Value}", CultureInfo.InvariantCulture)));

    // As ffmpeg, which reads such pictures again.
    [GeneratedRegex("%(0(?<digits>[1-9]))?d")]
    private static partial Regex Place();
}
