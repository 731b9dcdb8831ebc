namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Where palettes are named in texts.</summary>
internal static class FacePalettes
{
    /// <summary>The palette behind every face.</summary>
    public const string Background = "background";

    /// <summary>The word of a phrase's own palette.</summary>
    public const string Colour = "{colour}";

    /// <summary>What stands for a palette's colour in a style's texts.</summary>
    /// <param name="palette">Its name.</param>
    public static string Placeholder(string palette) => "{" + palette + "}";

    /// <summary>Puts colours into a text.</summary>
    /// <param name="text">With placeholders.</param>
    /// <param name="colours"><c>#rrggbb</c> by palette.</param>
    public static string Fill(string text, IReadOnlyDictionary<string, string> colours) =>
        colours.Aggregate(text, (filled, colour) => filled.Replace(Placeholder(colour.Key), colour.Value, StringComparison.Ordinal));
}
