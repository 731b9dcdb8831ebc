using System.Globalization;
using FaeRealtime.Core.Errors;
using SkiaSharp;
using Svg.Skia;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>Makes an image of a drawing.</summary>
internal static class FaceRasteriser
{
    // zlib's default.
    private const int Compression = 6;

    /// <summary>A PNG without transparency.</summary>
    /// <param name="svg">Its width and height are the image's.</param>
    /// <param name="background"><c>#rrggbb</c>.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <exception cref="ConfigException">It is no SVG.</exception>
    public static byte[] ToPng(string svg, string background, int size)
    {
        using var drawing = new SKSvg();
        if (drawing.FromSvg(svg) is not { } image)
        {
            throw new ConfigException($"A drawing is no SVG: '{svg[..Math.Min(80, svg.Length)]}'.");
        }

        using var bitmap = new SKBitmap(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(new SKColor(0xFF000000 | uint.Parse(background.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            canvas.DrawPicture(image);
        }

        using var pixels = bitmap.PeekPixels();
        using var png = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, Compression)) ?? throw new ImageFileException("A face could not be encoded as PNG.");
        return png.ToArray();
    }
}
