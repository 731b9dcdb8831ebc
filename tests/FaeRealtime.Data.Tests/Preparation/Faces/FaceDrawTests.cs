using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

public sealed class FaceDrawTests
{
    private const int Many = 6000;
    private static readonly FaceCatalogue Catalogue = FaceCatalogue.Load();
    private static readonly Face[] Faces = [.. Enumerable.Range(0, Many).Select(new FaceDraw(Catalogue, 1).Draw)];

    [Fact]
    public void Draw_SameSeed_SameFace()
    {
        var (one, other) = (new FaceDraw(Catalogue, 7).Draw(1234), new FaceDraw(Catalogue, 7).Draw(1234));

        Assert.Equal(one.Attributes, other.Attributes);
        Assert.Equal(one.Colours, other.Colours);
        Assert.Equal(one.Variants, other.Variants);
    }

    [Fact]
    public void Draw_AnotherSeed_OtherColours() =>
        Assert.NotEqual(new FaceDraw(Catalogue, 7).Draw(1234).Colours, new FaceDraw(Catalogue, 8).Draw(1234).Colours);

    [Fact]
    public void Draw_Many_StylesAndWordsAreEven()
    {
        Assert.All(Faces.CountBy(face => face.Style.Name), style => Assert.Equal(Many / Catalogue.Styles.Count, style.Value));
        foreach (var attribute in (string[])["hairColour", "background", "skin", "body", "clothesColour"])
        {
            int[] counts = [.. Faces.Where(face => face.Attributes[attribute] != "none").CountBy(face => face.Attributes[attribute]).Select(pair => pair.Value)];
            Assert.InRange(counts.Min(), 0.75 * counts.Average(), counts.Average());
            Assert.InRange(counts.Max(), counts.Average(), 1.25 * counts.Average());
        }
    }

    [Fact]
    public void Draw_Many_ColourIsNearestToItsOwnWord()
    {
        foreach (var palette in Catalogue.Vocabulary.Palettes)
        {
            var centres = palette.Words.ToDictionary(word => word.Name, word => Rgb(new OklchColour(Middle(word.Lightness), Middle(word.Chroma), Middle(word.Hue)).ToHex()));
            var shown = Faces.Where(face => face.Attributes[palette.Attribute] != "none").ToArray();
            var right = shown.Count(face => centres.MinBy(centre => Distance(centre.Value, Rgb(face.Colours[palette.Name]))).Key == face.Attributes[palette.Attribute]);
            Assert.True(right >= 0.97 * shown.Length, $"{palette.Name}: {right} of {shown.Length} colours are nearest to their own word.");
        }
    }

    [Fact]
    public void Draw_HijabOfAvataaars_HasNoBeard()
    {
        var scarves = Faces.Where(face => face.Attributes["hat"] == "headscarf").ToArray();

        Assert.NotEmpty(scarves);
        Assert.All(scarves, face => Assert.Equal(("none", null), (face.Attributes["beard"], face.Variants["facialHair"])));
    }

    [Fact]
    public void Draw_ColourThatDoesNotShow_IsNone() => Assert.All(Faces, face =>
    {
        Assert.Equal(face.Attributes["hat"] == "none", face.Attributes["hatColour"] == "none");
        Assert.Equal(face.Attributes["clothes"] == "none", face.Attributes["clothesColour"] == "none");
        Assert.Equal(face.Attributes["hairLength"] is "none" or "covered", face.Attributes["hairColour"] == "none");
        Assert.NotEqual("none", face.Attributes["mouth"]);
        Assert.NotEqual("none", face.Attributes["background"]);
    });

    [Fact]
    public void Draw_Sunglasses_HideTheEyes() =>
        Assert.All(Faces.Where(face => face.Attributes["glasses"] == "sunglasses"), face => Assert.Equal("hidden", face.Attributes["eyes"]));

    private static double Middle(IReadOnlyList<double> range) => (range[0] + range[1]) / 2;

    private static int[] Rgb(string hex) => [Convert.ToInt32(hex[1..3], 16), Convert.ToInt32(hex[3..5], 16), Convert.ToInt32(hex[5..7], 16)];

    private static int Distance(int[] one, int[] other) => one.Zip(other, (a, b) => (a - b) * (a - b)).Sum();
}
