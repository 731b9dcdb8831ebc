using System.Buffers.Binary;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SkiaSharp;

namespace FaeRealtime.Data.Tests.Decoding;

/// <summary>Image files made here, by the library that does not read them.</summary>
internal static class ImageFiles
{
    public const int Side = 40;

    // Of a PNG: signature, then length, name and content of IHDR.
    private const int HeaderName = 12;
    private const int HeaderWidth = 16;
    private const int HeaderEnd = 29;

    /// <summary>Noise in a format: png, jpg, progressive, webp, lossless, gif, bmp, animation.</summary>
    public static byte[] Create(string name)
    {
        if (name == "animation")
        {
            return Animation();
        }

        using var image = Noise(1);
        return Encode(image, name switch
        {
            "png" => new PngEncoder(),
            "jpg" => new JpegEncoder(),
            "gif" => new GifEncoder(),
            "bmp" => new BmpEncoder(),
            "lossless" => new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
            "webp" => new WebpEncoder { FileFormat = WebpFileFormatType.Lossy },
            _ => throw new ArgumentException(name),
        });
    }

    public static byte[] Encode(Image image, IImageEncoder encoder)
    {
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }

    public static Image<Rgba32> Noise(int seed, bool isOpaque = true)
    {
        var bytes = new byte[4 * Side * Side];
        new Random(seed).NextBytes(bytes);
        for (var i = 3; isOpaque && i < bytes.Length; i += 4)
        {
            bytes[i] = byte.MaxValue;
        }

        return Image.LoadPixelData<Rgba32>(bytes, Side, Side);
    }

    /// <summary>RGBA of an image.</summary>
    public static byte[] Bytes(Image<Rgba32> image)
    {
        var bytes = new byte[4 * image.Width * image.Height];
        image.CopyPixelDataTo(bytes);
        return bytes;
    }

    /// <summary>A PNG with another size in its header, whose checksum is right.</summary>
    public static byte[] PngOfSize(int width, int height)
    {
        var file = Create("png");
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(HeaderWidth), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(HeaderWidth + 4), height);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(HeaderEnd), Checksum(file.AsSpan(HeaderName, HeaderEnd - HeaderName)));
        return file;
    }

    /// <summary>A lossless animated WebP of noise 1 and noise 2.</summary>
    private static unsafe byte[] Animation()
    {
        using Image<Rgba32> first = Noise(1), second = Noise(2);
        var info = new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        fixed (byte* one = Bytes(first), two = Bytes(second))
        {
            using SKPixmap a = new(info, (nint)one), b = new(info, (nint)two);
            SKWebpEncoderFrame[] frames = [new(a, TimeSpan.FromMilliseconds(40)), new(b, TimeSpan.FromMilliseconds(40))];
            using var file = SKWebpEncoder.EncodeAnimated(frames, new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 50));
            return file!.ToArray();
        }
    }

    // CRC-32 as PNG has it (third edition, annex D), bit by bit.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var register = uint.MaxValue;
        foreach (var value in bytes)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ 0xEDB88320 : register >> 1;
            }
        }

        return ~register;
    }
}
