using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>A colour of no particular pixel format; 8 bits a channel here.</summary>
public readonly struct Color : IEquatable<Color>
{
    public static readonly Color Black = FromRgb(0, 0, 0);
    public static readonly Color Transparent = FromRgba(255, 255, 255, 0);
    public static readonly Color White = FromRgb(255, 255, 255);

    private readonly Rgba32 value;

    public Color(Rgba32 pixel) => value = pixel;

    public Color(Rgb24 pixel) => value = new Rgba32(pixel.R, pixel.G, pixel.B);

    public static bool operator ==(Color left, Color right) => left.Equals(right);

    public static bool operator !=(Color left, Color right) => !left.Equals(right);

    public static Color FromRgba(byte r, byte g, byte b, byte a) => new(new Rgba32(r, g, b, a));

    public static Color FromRgb(byte r, byte g, byte b) => new(new Rgba32(r, g, b));

    public TPixel ToPixel<TPixel>()
        where TPixel : unmanaged, IPixel<TPixel>
    {
        TPixel pixel = default;
        pixel.FromRgba32(value);
        return pixel;
    }

    public bool Equals(Color other) => value.Equals(other.value);

    public override bool Equals(object? obj) => obj is Color other && Equals(other);

    public override int GetHashCode() => value.GetHashCode();

    public override string ToString() => value.ToString();
}
