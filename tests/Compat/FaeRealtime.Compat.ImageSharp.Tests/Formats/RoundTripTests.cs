using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Png.Chunks;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Compat.ImageSharp.Tests.Formats;

public sealed class RoundTripTests
{
    [Fact]
    public void Png_Rgb24_IsLossless() => AssertLossless<Rgb24>(new PngEncoder());

    [Fact]
    public void Png_Rgba32_IsLossless() => AssertLossless<Rgba32>(new PngEncoder { CompressionLevel = PngCompressionLevel.BestSpeed });

    [Fact]
    public void Png_L8_IsLossless() => AssertLossless<L8>(new PngEncoder { FilterMethod = PngFilterMethod.None });

    [Fact]
    public void WebpLossless_Rgb24_IsLossless() => AssertLossless<Rgb24>(new WebpEncoder { FileFormat = WebpFileFormatType.Lossless });

    [Theory]
    [InlineData(JpegEncodingColor.YCbCrRatio444)]
    [InlineData(JpegEncodingColor.YCbCrRatio420)]
    public void Jpeg_Waves_StayClose(JpegEncodingColor colour)
    {
        using Image<Rgb24> image = Pictures.Waves(80, 60);
        AssertClose(image, new JpegEncoder { Quality = 95, ColorType = colour }, mean: 1.5);
    }

    [Fact]
    public void WebpLossy_Waves_StayClose()
    {
        using Image<Rgb24> image = Pictures.Waves(80, 60);
        AssertClose(image, new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Quality = 95 }, mean: 2.5);
    }

    [Fact]
    public void Jpeg_LowerQuality_IsSmaller()
    {
        using Image<Rgb24> image = Pictures.Noise<Rgb24>(64, 64);
        Assert.True(Pictures.Encode(image, new JpegEncoder { Quality = 20 }).Length < Pictures.Encode(image, new JpegEncoder { Quality = 90 }).Length);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("webp")]
    [InlineData("gif")]
    public void Save_SamePixelsTwice_SameBytes(string extension)
    {
        byte[] first = SaveNew(extension);
        Assert.Equal(first, SaveNew(extension));
    }

    [Fact]
    public void PngText_Written_IsReadBack()
    {
        using Image<Rgb24> image = Pictures.Noise<Rgb24>(5, 4);
        PngTextData[] texts =
        [
            new("Software", "FaeRealtime", string.Empty, string.Empty),
            new("Title", "Été 夏", "fr", "Titre"),
        ];
        image.Metadata.GetPngMetadata().TextData = [.. texts];
        byte[] file = Pictures.Encode(image, new PngEncoder());
        using Image<Rgb24> read = Image.Load<Rgb24>(file);
        Assert.Equal(texts, read.Metadata.GetPngMetadata().TextData);
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(read));
        Assert.Equal(texts, Image.Identify(file).Metadata.GetPngMetadata().TextData);
        using Image<Rgb24> bare = Image.Load<Rgb24>(new DecoderOptions { SkipMetadata = true }, file);
        Assert.Empty(bare.Metadata.GetPngMetadata().TextData);
    }

    [Fact]
    public void WebpLossless_LoadedAndSavedByDefault_StaysLossless()
    {
        using Image<Rgb24> image = Pictures.Noise<Rgb24>(16, 16);
        using Image<Rgb24> read = Image.Load<Rgb24>(Pictures.Encode(image, new WebpEncoder { FileFormat = WebpFileFormatType.Lossless }));
        Assert.Equal(WebpFileFormatType.Lossless, read.Metadata.GetWebpMetadata().FileFormat);
        using Image<Rgb24> again = Image.Load<Rgb24>(Pictures.Encode(read, new WebpEncoder()));
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(again));
    }

    [Fact]
    public void Png_ColourTypeAsked_IsWritten()
    {
        using Image<Rgba32> image = Pictures.Noise<Rgba32>(6, 6);
        byte[] file = Pictures.Encode(image, new PngEncoder { ColorType = PngColorType.Rgb });
        const int colourTypeOffset = 25;
        Assert.Equal((byte)PngColorType.Rgb, file[colourTypeOffset]);
        Assert.Equal((byte)PngColorType.RgbWithAlpha, Pictures.Encode(image, new PngEncoder())[colourTypeOffset]);
    }

    private static byte[] SaveNew(string extension)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{extension}");
        try
        {
            using Image<Rgb24> image = Pictures.Noise<Rgb24>(70, 50, seed: 3);
            image.Save(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertLossless<TPixel>(IImageEncoder encoder)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using Image<TPixel> image = Pictures.Noise<TPixel>(37, 23);
        using Image<TPixel> read = Image.Load<TPixel>(Pictures.Encode(image, encoder));
        Assert.Equal(image.Size, read.Size);
        Assert.Equal(Pictures.Bytes(image), Pictures.Bytes(read));
    }

    private static void AssertClose(Image<Rgb24> image, IImageEncoder encoder, double mean)
    {
        using Image<Rgb24> read = Image.Load<Rgb24>(Pictures.Encode(image, encoder));
        Assert.InRange(Pictures.Difference(Pictures.Bytes(image), Pictures.Bytes(read)).Mean, 0.001, mean);
    }
}
