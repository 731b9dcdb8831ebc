using System.Text.Json.Serialization;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>What the styles have in common: colours, attributes, their wordings, and what is held out. <c>Assets/vocabulary.json</c>.</summary>
internal sealed record FaceVocabulary
{
    /// <summary>The package that draws with the styles.</summary>
    public required NpmPin Core { get; init; }

    /// <summary>The styles' names, sorted; each is a file under <c>Assets/styles</c> and a class.</summary>
    public required IReadOnlyList<string> Styles { get; init; }

    /// <summary>The order of phrases in a whole caption: <c>style</c>, attributes, and palettes that have phrases of their own.</summary>
    public required IReadOnlyList<string> CaptionOrder { get; init; }

    /// <summary>What training never sees.</summary>
    public required HeldOutRules HeldOut { get; init; }

    /// <summary>Named colours by what they colour.</summary>
    public required IReadOnlyList<FacePalette> Palettes { get; init; }

    /// <summary>Attributes other than plain colours.</summary>
    public required IReadOnlyList<FaceAttribute> Attributes { get; init; }

    /// <summary>A package's exact release.</summary>
    /// <param name="Package">Its name.</param>
    /// <param name="Version">Its exact version.</param>
    /// <param name="Integrity"><c>sha512-</c> and the archive's digest in base 64, as npm writes it.</param>
    public sealed record NpmPin(string Package, string Version, string Integrity);

    /// <summary>What training never sees.</summary>
    /// <param name="Images">Share of the images that no combination holds out, in [0, 1).</param>
    /// <param name="Combinations">Pairs of attribute values.</param>
    public sealed record HeldOutRules([property: JsonPropertyName("pictures")] double Images, IReadOnlyList<HeldOutPairs> Combinations);

    /// <summary>Pairs of values of two attributes that training never sees together.</summary>
    /// <param name="First">An attribute.</param>
    /// <param name="Second">Another.</param>
    /// <param name="Pairs">Values of both.</param>
    public sealed record HeldOutPairs(string First, string Second, IReadOnlyList<IReadOnlyList<string>> Pairs);
}
