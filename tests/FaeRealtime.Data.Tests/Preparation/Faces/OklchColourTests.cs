using FaeRealtime.Data.Preparation.Faces;

namespace FaeRealtime.Data.Tests.Preparation.Faces;

public sealed class OklchColourTests
{
    // Ottosson's own figures for sRGB's corners.
    [Theory]
    [InlineData(0.627955, 0.257683, 29.2339, "#ff0000")]
    [InlineData(0.866440, 0.294827, 142.4953, "#00ff00")]
    [InlineData(0.452014, 0.313214, 264.0520, "#0000ff")]
    [InlineData(1, 0, 0, "#ffffff")]
    [InlineData(0, 0, 90, "#000000")]
    public void ToHex_Corners_AreThoseOfSrgb(double lightness, double chroma, double hue, string expected) =>
        Assert.Equal(expected, new OklchColour(lightness, chroma, hue).ToHex());

    [Fact]
    public void InGamut_ChromaThatSrgbLacks_KeepsLightnessAndHue()
    {
        var asked = new OklchColour(0.9, 0.4, 250);

        var shown = asked.InGamut();

        Assert.Equal((asked.Lightness, asked.Hue), (shown.Lightness, shown.Hue));
        Assert.InRange(shown.Chroma, 0.01, 0.2);
        Assert.Equal(shown, shown.InGamut());
    }

    [Fact]
    public void DistanceTo_SameHue_IsThatOfLightnessAndChroma() =>
        Assert.Equal(0.5, new OklchColour(0.2, 0.1, 30).DistanceTo(new OklchColour(0.6, 0.4, 30)), 12);
}
