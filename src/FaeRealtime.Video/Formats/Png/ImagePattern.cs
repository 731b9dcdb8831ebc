using System.Globalization;
using System.Text.RegularExpressions;

namespace FaeRealtime.Video.Formats.Png;

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
