namespace SixLabors.ImageSharp;

public struct Size : IEquatable<Size>
{
    public static readonly Size Empty;

    public Size(int value)
        : this(value, value)
    {
    }

    public Size(int width, int height)
    {
        Width = width;
        Height = height;
    }

    public int Width { get; set; }

    public int Height { get; set; }

    public readonly bool IsEmpty => Equals(Empty);

    public static bool operator ==(Size left, Size right) => left.Equals(right);

    public static bool operator !=(Size left, Size right) => !left.Equals(right);

    public readonly void Deconstruct(out int width, out int height)
    {
        width = Width;
        height = Height;
    }

    public readonly bool Equals(Size other) => Width == other.Width && Height == other.Height;

    public override readonly bool Equals(object? obj) => obj is Size other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(Width, Height);

    public override readonly string ToString() => $"Size [ Width={Width}, Height={Height} ]";
}
