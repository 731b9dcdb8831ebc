namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Named colours of one thing, such as hair.</summary>
internal sealed record FacePalette
{
    /// <summary>What styles call it.</summary>
    public required string Name { get; init; }

    /// <summary>The attribute that holds the drawn word.</summary>
    public required string Attribute { get; init; }

    /// <summary>Wordings where the colour is a phrase of its own; <c>{colour}</c> stands for the word.</summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>Wordings that training never sees.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];

    /// <summary>The colours.</summary>
    public required IReadOnlyList<Word> Words { get; init; }

    /// <summary>A colour word and the range of OKLCH that it names.</summary>
    /// <param name="Name">The attribute's value.</param>
    /// <param name="Lightness">Lowest and highest, in [0, 1].</param>
    /// <param name="Chroma">Lowest and highest; reduced where sRGB has less.</param>
    /// <param name="Hue">Lowest and highest in degrees.</param>
    /// <param name="Words">Wordings.</param>
    /// <param name="HeldOut">Wordings that training never sees.</param>
    public sealed record Word(
        string Name, IReadOnlyList<double> Lightness, IReadOnlyList<double> Chroma, IReadOnlyList<double> Hue, IReadOnlyList<string> Words, IReadOnlyList<string> HeldOut);
}
