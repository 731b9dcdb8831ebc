using System.Text.RegularExpressions;
using FaeRealtime.Text.SentencePieces;

namespace FaeRealtime.Text.Networks;

/// <summary>Which SigLIP a text tower is of: how it was told texts.</summary>
public enum SiglipVersion
{
    /// <summary>SigLIP: lower case without punctuation, T5's English vocabulary, padded with the end token.</summary>
    One,

    /// <summary>SigLIP2: lower case, Gemma's vocabulary, padded with its padding token.</summary>
    Two,
}

/// <summary>Texts as SigLIP's token numbers.</summary>
/// <remarks>HF's SiglipTokenizer and Siglip2Tokenizer: one end token, then padding to the tower's length; padding is looked at like words.</remarks>
internal static partial class SiglipWords
{
    /// <summary>The token that fills a text up.</summary>
    /// <param name="version">Which SigLIP.</param>
    /// <param name="tokenizer">Its vocabulary.</param>
    /// <returns>−1 for a vocabulary without.</returns>
    public static int Padding(SiglipVersion version, SentencePieceTokenizer tokenizer) => version == SiglipVersion.One ? tokenizer.EndId : tokenizer.PadId;

    /// <summary>Brings a text into the form that the tower was trained on.</summary>
    /// <param name="version">Which SigLIP.</param>
    /// <param name="text">The text.</param>
    public static string Canonical(SiglipVersion version, string text)
    {
        var lower = text.ToLowerInvariant();
        return version == SiglipVersion.Two ? lower : Spaces().Replace(Punctuation().Replace(lower, string.Empty), " ").Trim();
    }

    // ASCII's, as Python's string.punctuation.
    [GeneratedRegex(@"[!-/:-@\[-`{-~]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
