using System.Numerics;
using System.Runtime.InteropServices;

namespace SixLabors.ImageSharp.PixelFormats;

[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct L8 : IPixel<L8>
{
    public L8(byte luminance) => PackedValue = luminance;

    static PixelLayout IPixel<L8>.Layout => PixelLayout.Grey;

    public byte PackedValue { readonly get; set; }

    public static bool operator ==(L8 left, L8 right) => left.Equals(right);

    public static bool operator !=(L8 left, L8 right) => !left.Equals(right);

    public void FromScaledVector4(Vector4 vector) => FromRgba32(ChannelScale.ToBytes(vector));

    public readonly Vector4 ToScaledVector4() => ChannelScale.FromBytes(PackedValue, PackedValue, PackedValue, byte.MaxValue);

    public void FromL8(L8 source) => this = source;

    public void FromRgb24(Rgb24 source) => PackedValue = ChannelScale.Luminance(source.R, source.G, source.B);

    public void FromRgba32(Rgba32 source) => PackedValue = ChannelScale.Luminance(source.R, source.G, source.B);

    public readonly void ToRgba32(ref Rgba32 dest) => dest = new Rgba32(PackedValue, PackedValue, PackedValue);

    public readonly bool Equals(L8 other) => PackedValue == other.PackedValue;

    public override readonly bool Equals(object? obj) => obj is L8 other && Equals(other);

    public override readonly int GetHashCode() => PackedValue.GetHashCode();

    public override readonly string ToString() => $"L8({PackedValue})";
}
