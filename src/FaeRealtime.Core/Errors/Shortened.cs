namespace FaeRealtime.Host.Page;

/// <summary>What strangers wrote, short enough to quote.</summary>
internal static class Shortened
{
    private const int LongestQuote = 80;
    private const int LongestLine = 300;

    /// <summary>The start of a name, control characters replaced.</summary>
    public static string Text(string text) => Start(text, LongestQuote);

    /// <summary>The start of a sentence, control characters replaced.</summary>
    public static string Line(string text) => Start(text, LongestLine);

    private static string Start(string text, int longest)
    {
        var start = text.Length > longest ? string.Concat(text.AsSpan(0, longest), "…") : text;
        return string.Create(start.Length, start, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
            }
        });
    }
}
