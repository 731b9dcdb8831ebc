using System.Runtime.InteropServices;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>Pixels of one layout as pixels of another.</summary>
internal static class LayoutConversion
{
    internal static void Convert(ReadOnlySpan<byte> source, PixelLayout from, Span<byte> destination, PixelLayout to)
    {
        if (from == to)
        {
            source.CopyTo(destination);
            return;
        }

        switch (from, to)
        {
            case (PixelLayout.Grey, PixelLayout.Rgb):
                Convert<L8, Rgb24>(source, destination);
                break;
            case (PixelLayout.Grey, PixelLayout.Rgba):
                Convert<L8, Rgba32>(source, destination);
                break;
            case (PixelLayout.Rgb, PixelLayout.Grey):
                Convert<Rgb24, L8>(source, destination);
                break;
            case (PixelLayout.Rgb, PixelLayout.Rgba):
                Convert<Rgb24, Rgba32>(source, destination);
                break;
            case (PixelLayout.Rgba, PixelLayout.Grey):
                Convert<Rgba32, L8>(source, destination);
                break;
            default:
                Convert<Rgba32, Rgb24>(source, destination);
                break;
        }
    }

    private static void Convert<TSource, TDestination>(ReadOnlySpan<byte> source, Span<byte> destination)
        where TSource : unmanaged, IPixel<TSource>
        where TDestination : unmanaged, IPixel<TDestination>
    {
        ReadOnlySpan<TSource> pixels = MemoryMarshal.Cast<byte, TSource>(source);
        Span<TDestination> results = MemoryMarshal.Cast<byte, TDestination>(destination);
        Rgba32 colour = default;
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i].ToRgba32(ref colour);
            results[i].FromRgba32(colour);
        }
    }
}
