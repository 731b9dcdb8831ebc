namespace FaeRealtime.Sampling.Conditions.Colours;

/// <summary>A colour in OKLab (Ottosson 2020, "A perceptual color space for image processing").</summary>
/// <param name="L">Lightness, in [0, 1].</param>
/// <param name="A">From green to red.</param>
/// <param name="B">From blue to yellow.</param>
internal readonly record struct OklabColour(double L, double A, double B)
{
    // Names follow hue: «plum» is a dark purple, not a brown of its lightness. What has hardly any is called white, grey or black.
    private const double HueWeight = 4;
    private const double ShadeWeight = 0.25;
    private const double GreyChroma = 0.035;
    private const double GreyDistance = 0.03;

    private double Chroma => Math.Sqrt((A * A) + (B * B));

    /// <summary>From sRGB.</summary>
    /// <param name="rgb">As <c>0xrrggbb</c>.</param>
    public static OklabColour OfRgb(int rgb)
    {
        var (red, green, blue) = (Linear(rgb >> 16), Linear(rgb >> 8), Linear(rgb));
        var l = Math.Cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
        var m = Math.Cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
        var s = Math.Cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
        return new OklabColour(
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    /// <summary>How far another colour is from being called the same: hue counts more than lightness and chroma.</summary>
    /// <param name="other">It.</param>
    public double NameDistance(OklabColour other)
    {
        var (chroma, lightness) = (Chroma - other.Chroma, L - other.L);
        var hue = Math.Max(0, Square(A - other.A) + Square(B - other.B) - Square(chroma));
        var grey = Chroma < GreyChroma != other.Chroma < GreyChroma ? GreyDistance : 0;
        return (HueWeight * hue) + (ShadeWeight * (Square(lightness) + Square(chroma))) + grey;
    }

    private static double Square(double value) => value * value;

    private static double Linear(int part)
    {
        var value = (part & byte.MaxValue) / (double)byte.MaxValue;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
