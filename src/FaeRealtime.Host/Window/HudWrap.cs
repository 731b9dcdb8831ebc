using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Host.Window;

/// <summary>Breaks text into lines.</summary>
internal static class HudWrap
{
    /// <summary>Lines that are no wider than this, broken between words, and within a word that is too long for a line, such as a path.</summary>
    /// <param name="text">Line breaks in it are kept.</param>
    /// <param name="style">How it looks.</param>
    /// <param name="width">In pixels.</param>
    public static IEnumerable<string> Lines(string text, HudStyle style, int width) =>
        text.Normalize().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').SelectMany(paragraph => Paragraph(paragraph, style, width));

    private static IEnumerable<string> Paragraph(string text, HudStyle style, int width)
    {
        var line = string.Empty;
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (Fits(longer, style, width))
            {
                line = longer;
                continue;
            }

            if (line.Length > 0)
            {
                yield return line;
            }

            line = word;
            while (!Fits(line, style, width) && line.Length > 1)
            {
                var count = Enumerable.Range(1, line.Length - 1).TakeWhile(length => length == 1 || Fits(line[..length], style, width)).Last();
                yield return line[..count];
                line = line[count..];
            }
        }

        yield return line;
    }

    private static bool Fits(string text, HudStyle style, int width) => HudFont.Shared.Measure(text, style) <= width;
}
