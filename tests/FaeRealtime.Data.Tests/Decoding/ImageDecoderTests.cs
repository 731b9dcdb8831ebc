using FaeRealtime.Data.Decoding;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace FaeRealtime.Data.Tests.Decoding;

public sealed class ImageDecoderTests
{
    // An 8 x 8 JPEG of one colour in Adobe's inverted inks 200, 100, 50, 204, written by libjpeg-turbo's tjCompress2.
    private const string FourInks =
        "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ" +
        "EBAQEB/9sAQwEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB/8AAFAgACAAI" +
        "BAERAAIRAQMRAQQRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQ" +
        "cicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqS" +
        "k5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/EAB8BAAMBAQEBAQEBAQEAAA" +
        "AAAAABAgMEBQYHCAkKC//EALURAAIBAgQEAwQHBQQEAAECdwABAgMRBAUhMQYSQVEHYXETIjKBCBRCkaGxwQkjM1LwFWJy0QoWJDThJfEXGBka" +
        "JicoKSo1Njc4OTpDREVGR0hJSlNUVVZXWFlaY2RlZmdoaWpzdHV2d3h5eoKDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxM" +
        "XGx8jJytLT1NXW19jZ2uLj5OXm5+jp6vLz9PX29/j5+v/aAA4EAQACEQMRBAAAPwDYr/VA/wATz+mCv//Z";

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("webp")]
    [InlineData("lossless")]
    [InlineData("gif")]
    [InlineData("animation")]
    public void Decode_EachFormat_HasSizeAndColour(string name)
    {
        var file = ImageFiles.Create(name);
        var rgba = ImageDecoder.DecodeRgba(file);
        var rgb = ImageDecoder.DecodeRgb(file);

        Assert.Equal((ImageFiles.Side, ImageFiles.Side), ImageDecoder.ReadSize(file));
        Assert.Equal((ImageFiles.Side, ImageFiles.Side), (rgba.Width, rgba.Height));
        Assert.Equal(rgba.Pixels.Where((_, i) => i % 4 != 3), rgb.Pixels);
        Assert.All(rgba.Pixels.Where((_, i) => i % 4 == 3), alpha => Assert.Equal(byte.MaxValue, alpha));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("lossless")]
    [InlineData("animation")]
    public void Decode_LosslessFormat_HasTheFirstFramesPixels(string name)
    {
        using var expected = ImageFiles.Noise(1);

        Assert.Equal(ImageFiles.Bytes(expected), ImageDecoder.DecodeRgba(ImageFiles.Create(name)).Pixels);
    }

    /// <summary>What a telephone writes that was held another way; the other library turns it, too.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void DecodeUpright_OrientationMark_IsAsAViewerShowsIt(ushort orientation)
    {
        using var photo = new Image<Rgba32>(48, 32);
        photo.Mutate(image => image.ProcessPixelRowsAsVector4((row, place) =>
        {
            for (var x = 0; x < row.Length; x++)
            {
                row[x] = new System.Numerics.Vector4(x / 16 / 2f, place.Y / 16, 0.5f, 1);
            }
        }));
        photo.Metadata.ExifProfile = new ExifProfile();
        photo.Metadata.ExifProfile.SetValue(ExifTag.Orientation, orientation);
        using var file = new MemoryStream();
        photo.SaveAsJpeg(file, new JpegEncoder { Quality = 100 });
        using var expected = Image.Load<Rgba32>(file.ToArray());
        expected.Mutate(image => image.AutoOrient());

        var upright = ImageDecoder.DecodeUpright(file.ToArray());

        Assert.Equal((expected.Width, expected.Height), (upright.Width, upright.Height));
        Assert.All(upright.Pixels.Zip(ImageFiles.Bytes(expected)), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
        Assert.Equal((48, 32), ImageDecoder.ReadSize(file.ToArray()));
    }

    [Fact]
    public void Decode_Transparency_IsStraightAndDropped()
    {
        using var image = ImageFiles.Noise(3, isOpaque: false);
        var pixels = ImageFiles.Bytes(image);
        var file = ImageFiles.Encode(image, new PngEncoder { ColorType = PngColorType.RgbWithAlpha, TransparentColorMode = PngTransparentColorMode.Preserve });

        Assert.Equal(pixels, ImageDecoder.DecodeRgba(file).Pixels);
        Assert.Equal(pixels.Where((_, i) => i % 4 != 3), ImageDecoder.DecodeRgb(file).Pixels);
    }

    [Fact]
    public void Decode_Palette_IsExpanded()
    {
        using var image = new Image<Rgba32>(20, 10, new Rgba32(10, 200, 30));
        image[3, 4] = new Rgba32(250, 2, 90);
        var file = ImageFiles.Encode(image, new PngEncoder { ColorType = PngColorType.Palette, Quantizer = new WuQuantizer() });

        Assert.Equal(ImageFiles.Bytes(image), ImageDecoder.DecodeRgba(file).Pixels);
    }

    [Fact]
    public void Decode_SixteenBits_KeepsTheHighByte()
    {
        ushort[] samples = [0, 0x0180, 0x01FF, 0x8000, 0x80FF, 0xFFFF];
        using var grey = Image.LoadPixelData<L16>(Array.ConvertAll(samples, sample => new L16(sample)), samples.Length, 1);
        using var colour = Image.LoadPixelData<Rgb48>(Array.ConvertAll(samples, sample => new Rgb48(sample, sample, sample)), samples.Length, 1);
        var expected = samples.SelectMany(sample => Enumerable.Repeat((byte)(sample >> 8), 3));

        Assert.Equal(expected, ImageDecoder.DecodeRgb(ImageFiles.Encode(grey, new PngEncoder { BitDepth = PngBitDepth.Bit16, ColorType = PngColorType.Grayscale })).Pixels);
        Assert.Equal(expected, ImageDecoder.DecodeRgb(ImageFiles.Encode(colour, new PngEncoder { BitDepth = PngBitDepth.Bit16, ColorType = PngColorType.Rgb })).Pixels);
    }

    [Fact]
    public void Decode_GreyJpeg_HasThreeEqualChannels()
    {
        using var image = ImageFiles.Noise(4);
        var rgb = ImageDecoder.DecodeRgb(ImageFiles.Encode(image, new JpegEncoder { ColorType = JpegColorType.Luminance })).Pixels;

        Assert.All(rgb.Chunk(3), pixel => Assert.Equal((pixel[0], pixel[0]), (pixel[1], pixel[2])));
        Assert.NotEqual(rgb[0], rgb[30]);
    }

    [Fact]
    public void Decode_FourInks_MultipliesByBlack() =>
        Assert.Equal([160, 80, 40, 255], ImageDecoder.DecodeRgba(Convert.FromBase64String(FourInks)).Pixels[..4]);

    [Fact]
    public void Decode_OrientationMark_IsIgnored()
    {
        using var image = ImageFiles.Noise(5);
        image.Mutate(image => image.Resize(16, 8));
        var plain = ImageDecoder.DecodeRgb(ImageFiles.Encode(image, new JpegEncoder()));
        image.Metadata.ExifProfile = new ExifProfile();
        image.Metadata.ExifProfile.SetValue(ExifTag.Orientation, (ushort)6);
        var marked = ImageFiles.Encode(image, new JpegEncoder());

        Assert.Equal((16, 8), ImageDecoder.ReadSize(marked));
        Assert.Equal(plain.Pixels, ImageDecoder.DecodeRgb(marked).Pixels);
    }

    [Fact]
    public void Decode_Gamma_IsIgnored()
    {
        using var image = ImageFiles.Noise(6);
        var pixels = ImageFiles.Bytes(image);
        image.Metadata.GetPngMetadata().Gamma = 1f;

        Assert.Equal(pixels, ImageDecoder.DecodeRgba(ImageFiles.Encode(image, new PngEncoder { Gamma = 1f })).Pixels);
    }

    [Fact]
    public void Decode_GifAnimation_IsItsFirstFrame()
    {
        using var image = new Image<Rgba32>(12, 12, new Rgba32(200, 0, 0));
        for (var i = 0; i < 50; i++)
        {
            using var next = new Image<Rgba32>(12, 12, new Rgba32(0, 0, 200));
            image.Frames.AddFrame(next.Frames.RootFrame);
        }

        Assert.All(ImageDecoder.DecodeRgb(ImageFiles.Encode(image, new GifEncoder())).Pixels.Chunk(3), pixel => Assert.Equal([200, 0, 0], pixel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(33)]
    public void Drop_AnyNumberOfPixels_KeepsThreeChannels(int pixels)
    {
        var rgba = new byte[4 * pixels];
        new Random(pixels).NextBytes(rgba);

        Assert.Equal(rgba.Where((_, i) => i % 4 != 3), AlphaChannel.Drop(rgba));
    }
}
