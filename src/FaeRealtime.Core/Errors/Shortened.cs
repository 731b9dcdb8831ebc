namespace FaeRealtime.Core.Errors;

/// <summary>What came from outside, short enough to quote in a message.</summary>
public static class Shortened
{
    private const int LongestQuote = 80;
    private const int LongestLine = 300;

    /// <summary>The start of a name, control characters replaced.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most 80 characters and an ellipsis.</returns>
    public static string Text(string text) => Start(text, LongestQuote);

    /// <summary>The start of a sentence, control characters replaced.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>At most 300 characters and an ellipsis.</returns>
    public static string Line(string text) => Start(text, LongestLine);

    /// <summary>A whole text for a terminal: control characters replaced, which could clear it or hide what follows; ends of lines and tabs stay.</summary>
    /// <param name="text">Any text.</param>
    public static string Printable(string text) => text.All(IsPrintable)
        ? text
        : string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                target[i] = IsPrintable(source[i]) ? source[i] : '\uFFFD';
            }
        });

    private static bool IsPrintable(char letter) => letter is '\n' or '\t' || !char.IsControl(letter);

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
