using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

public sealed class FaceCatalogueTests
{
    private static readonly FaceCatalogue Catalogue = FaceCatalogue.Load();

    [Fact]
    public void Load_Styles_AreSortedAndLicensed()
    {
        Assert.Equal(12, Catalogue.Styles.Count);
        Assert.Equal(Catalogue.Vocabulary.Styles.Order(StringComparer.Ordinal), Catalogue.Styles.Select(style => style.Name));
        Assert.All(Catalogue.Styles, style => Assert.Contains(style.Licence, (string[])["CC BY 4.0", "CC0 1.0", "Free for personal and commercial use"]));
        Assert.All(Catalogue.Packages, package => Assert.StartsWith("sha512-", package.Integrity, StringComparison.Ordinal));
    }

    [Fact]
    public void Create_ValueThatTheVocabularyLacks_IsNamed()
    {
        var style = Catalogue.Styles[0];
        var broken = style with { Slots = [.. style.Slots, new FaceStyle.Slot(["extra"], [new FaceStyle.Group { Is = new Dictionary<string, string> { ["mouth"] = "yawn" }, Variants = ["a+b"] }])] };

        var message = Assert.Throws<ConfigException>(() => FaceCatalogue.Create(Catalogue.Vocabulary, [broken])).Message;

        Assert.Contains("no mouth 'yawn'", message, StringComparison.Ordinal);
        Assert.Contains("'a+b' does not name 1 options", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WordingThatIsHeldOutAndNot_IsNamed()
    {
        var style = Catalogue.Styles[0] with { Phrases = ["one", "two"], HeldOut = ["two"] };

        Assert.Contains("'two' is held out and not", Assert.Throws<ConfigException>(() => FaceCatalogue.Create(Catalogue.Vocabulary, [style])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_UnknownPalette_IsNamed()
    {
        var style = Catalogue.Styles[0] with { Colours = new Dictionary<string, string> { ["hairColor"] = "fur" } };

        Assert.Contains("unknown palette 'fur'", Assert.Throws<ConfigException>(() => FaceCatalogue.Create(Catalogue.Vocabulary, [style])).Message, StringComparison.Ordinal);
    }
}
