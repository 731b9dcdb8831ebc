using System.Globalization;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>A colour in OKLCH (Ottosson 2020, "A perceptual color space for image processing").</summary>
/// <param name="Lightness">In [0, 1].</param>
/// <param name="Chroma">0 is grey.</param>
/// <param name="Hue">Degrees.</param>
internal readonly record struct OklchColour(double Lightness, double Chroma, double Hue)
{
    private const int GamutSteps = 16;

    /// <summary>Distance in OKLab.</summary>
    /// <param name="other">Another colour.</param>
    public double DistanceTo(OklchColour other)
    {
        var (a, b) = Axes;
        var (c, d) = other.Axes;
        return Math.Sqrt(Square(Lightness - other.Lightness) + Square(a - c) + Square(b - d));
    }

    /// <summary>This colour with the largest chroma that sRGB shows at its lightness and hue.</summary>
    public OklchColour InGamut()
    {
        if (IsShown())
        {
            return this;
        }

        var (shown, wanted) = (0.0, Chroma);
        for (var i = 0; i < GamutSteps; i++)
        {
            var middle = (shown + wanted) / 2;
            (shown, wanted) = (this with { Chroma = middle }).IsShown() ? (middle, wanted) : (shown, middle);
        }

        return this with { Chroma = shown };
    }

    /// <summary>The colour as <c>#rrggbb</c>, chroma reduced where sRGB has less.</summary>
    public string ToHex()
    {
        var (red, green, blue) = InGamut().Linear();
        return string.Create(CultureInfo.InvariantCulture, $"#{Byte(red):x2}{Byte(green):x2}{Byte(blue):x2}");
    }

    private (double A, double B) Axes
    {
        get
        {
            var (sin, cos) = Math.SinCos(Hue * Math.PI / 180);
            return (Chroma * cos, Chroma * sin);
        }
    }

    private bool IsShown()
    {
        const double rounding = 1e-5; // a thirtieth of an 8-bit step at black
        var (red, green, blue) = Linear();
        return Math.Min(red, Math.Min(green, blue)) >= -rounding && Math.Max(red, Math.Max(green, blue)) <= 1 + rounding;
    }

    private (double Red, double Green, double Blue) Linear()
    {
        var (a, b) = Axes;
        var l = Cube(Lightness + (0.3963377774 * a) + (0.2158037573 * b));
        var m = Cube(Lightness - (0.1055613458 * a) - (0.0638541728 * b));
        var s = Cube(Lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return (
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static int Byte(double linear)
    {
        var clamped = Math.Clamp(linear, 0, 1);
        var encoded = clamped <= 0.0031308 ? 12.92 * clamped : (1.055 * Math.Pow(clamped, 1 / 2.4)) - 0.055;
        return (int)Math.Round(encoded * 255);
    }

    private static double Cube(double value) => value * value * value;

    private static double Square(double value) => value * value;
}
