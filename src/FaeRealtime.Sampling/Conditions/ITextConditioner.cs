namespace FaeRealtime.Sampling.Conditions;

/// <summary>A frozen text encoder that gives a vector for every token, as text-to-image generators take them, and one for the whole text where it has such.</summary>
public interface ITextConditioner : IDisposable
{
    /// <summary>Its name in model configurations.</summary>
    string Name { get; }

    /// <summary>Width D of a token's vector.</summary>
    int Width { get; }

    /// <summary>Width P of the text's vector; 0 for an encoder that has none.</summary>
    int PooledWidth { get; }

    /// <summary>The most tokens of a text, the encoder's own at its ends included; longer texts are cut.</summary>
    int MostTokens { get; }

    /// <summary>Encodes a text. May be called from several threads.</summary>
    /// <param name="text">A sentence or a few words; empty for no words, which has the encoder's own tokens only.</param>
    /// <returns>From 1 to <see cref="MostTokens"/> tokens.</returns>
    EncodedText Encode(string text);
}

/// <summary>What a text encoder makes of a text.</summary>
/// <param name="Tokens">Vectors of the n real tokens in their order <c>[n, D]</c>, row-major, float32; none of padding.</param>
/// <param name="Width">D.</param>
/// <param name="Pooled">The text's vector <c>[P]</c>; empty for an encoder that has none.</param>
public sealed record EncodedText(float[] Tokens, int Width, float[] Pooled)
{
    /// <summary>Number n of tokens.</summary>
    public int Count => Tokens.Length / Width;
}
