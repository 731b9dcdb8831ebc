using FaeRealtime.Video.Encoders;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SkiaSharp;

namespace FaeRealtime.Video.Formats.Webp;

/// <summary>Encodes frames as lossy WebP files.</summary>
/// <remarks>
/// Live, by ImageSharp's fastest method, larger files in half of Skia's time; carefully, by libwebp inside Skia, which has one method, a third of the time that ImageSharp's counterpart takes.
/// </remarks>
/// <param name="format">Size and effort.</param>
internal sealed class WebpStill(VideoSettings format)
{
    private const int Quality = 90;

    private readonly WebpEncoder _fastest = new() { FileFormat = WebpFileFormatType.Lossy, Quality = Quality, Method = WebpEncodingMethod.Fastest };

    /// <summary>Encodes a frame.</summary>
    /// <param name="rgba">RGBA <c>[H, W, 4]</c>, straight alpha. Borrowed.</param>
    /// <param name="file">Takes the WebP file in place of what it held.</param>
    /// <exception cref="IOException">Skia refuses the picture.</exception>
    /// <exception cref="ImageFormatException">ImageSharp does.</exception>
    public void Encode(ReadOnlySpan<byte> rgba, MemoryStream file)
    {
        file.SetLength(0);
        if (format.Effort == EncodingEffort.Live)
        {
            using var image = Image.LoadPixelData<Rgba32>(rgba, format.Width, format.Height);
            image.SaveAsWebp(file, _fastest);
        }
        else
        {
            EncodeCarefully(rgba, file);
        }
    }

    private unsafe void EncodeCarefully(ReadOnlySpan<byte> rgba, MemoryStream file)
    {
        fixed (byte* pixels = rgba)
        {
            var info = new SKImageInfo(format.Width, format.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul, colorspace: null);
            using var pixmap = new SKPixmap(info, (nint)pixels, info.RowBytes);
            using var data = pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, Quality))
                ?? throw new IOException($"a frame of {format.Width} x {format.Height} pixels is not encoded as WebP");
            file.Write(data.AsSpan());
        }
    }
}
