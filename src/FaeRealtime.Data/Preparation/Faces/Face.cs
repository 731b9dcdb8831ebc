namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>A drawn face: what it shows and what its style's package is asked for.</summary>
/// <param name="Number">Its number in the data set.</param>
/// <param name="Style">Its style.</param>
/// <param name="Attributes">Values by attribute, in a fixed order; <c>none</c> where it has none.</param>
/// <param name="Colours"><c>#rrggbb</c> by palette, also of those that the style does not use.</param>
/// <param name="Variants">The package's variant by option; null where an option is not drawn.</param>
/// <param name="OptionColours"><c>#rrggbb</c> by colour option of the package.</param>
internal sealed record Face(
    int Number,
    FaceStyle Style,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyDictionary<string, string> Colours,
    IReadOnlyDictionary<string, string?> Variants,
    IReadOnlyDictionary<string, string> OptionColours)
{
    /// <summary>Its image's path under the data folder.</summary>
    public string File => $"images/{Style.Name}/{Number:D6}.png";
}
