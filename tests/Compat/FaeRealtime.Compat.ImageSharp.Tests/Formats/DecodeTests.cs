using FaeRealtime.Testing;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Compat.ImageSharp.Tests.Formats;

public sealed class DecodeTests
{
    private const string Folder = "fixtures/adm_center_crop";

    // A 16-bit grey PNG of 2 x 1 pixels with the samples 0x8000 and 0x0180, made by hand.
    private const string SixteenBitGrey =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAAAAACB2fwVAAAADUlEQVR4nGNoYGBsAAAChwECuSsIXgAAAABJRU5ErkJggg==";

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

    [SharedTheory(Folder)]
    [InlineData("tall_gray.png", 0)]
    [InlineData("alpha.png", 0)]
    [InlineData("palette.png", 0)]
    [InlineData("base420.jpg", 0)]
    [InlineData("prog444.jpg", 0)]
    public void Load_PublishedPicture_HasPillowsPixels(string name, int tolerance)
    {
        PublishedTensors expected = new($"{Folder}/io.safetensors");
        using Image<Rgb24> image = Image.Load<Rgb24>(SharedData.Path($"{Folder}/{name}"));
        (int largest, _) = Pictures.Difference(Pictures.Bytes(image), expected[$"{Path.GetFileNameWithoutExtension(name)}.decoded_rgb"]);
        Assert.InRange(largest, 0, tolerance);
    }

    [SharedFact(Folder)]
    public void Load_AnyPixelFormat_Converts()
    {
        string path = SharedData.Path($"{Folder}/alpha.png");
        using Image<Rgba32> four = Image.Load<Rgba32>(path);
        using Image<Rgb24> three = Image.Load<Rgb24>(path);
        using Image<L8> one = Image.Load<L8>(path);
        Assert.Contains(Enumerable.Range(0, four.Width), x => four[x, 0].A != byte.MaxValue || four[x, four.Height / 2].A != byte.MaxValue);
        Rgba32 pixel = four[20, 30];
        Assert.Equal(new Rgb24(pixel.R, pixel.G, pixel.B), three[20, 30]);
        Assert.Equal((byte)((pixel.R * 0.2126f) + (pixel.G * 0.7152f) + (pixel.B * 0.0722f) + 0.5f), one[20, 30].PackedValue);
    }

    [SharedFact(Folder)]
    public void Load_StreamPathAndBytes_AreTheSame()
    {
        string path = SharedData.Path($"{Folder}/base420.jpg");
        byte[] bytes = File.ReadAllBytes(path);
        using Image<Rgb24> fromPath = Image.Load<Rgb24>(path);
        using Image<Rgb24> fromBytes = Image.Load<Rgb24>(bytes);
        using FileStream stream = File.OpenRead(path);
        using Image<Rgb24> fromStream = Image.Load<Rgb24>(stream);
        Assert.Equal(Pictures.Bytes(fromPath), Pictures.Bytes(fromBytes));
        Assert.Equal(Pictures.Bytes(fromPath), Pictures.Bytes(fromStream));
        Assert.Same(JpegFormat.Instance, fromPath.Metadata.DecodedImageFormat);
    }

    [SharedFact(Folder)]
    public void Identify_Picture_ReadsTheHeader()
    {
        ImageInfo info = Image.Identify(SharedData.Path($"{Folder}/large_rgb.png"));
        Assert.Equal(new Size(777, 531), info.Size);
        Assert.Equal(new Rectangle(0, 0, 777, 531), info.Bounds);
        Assert.Same(PngFormat.Instance, info.Metadata.DecodedImageFormat);
        Assert.Single(info.FrameMetadataCollection);
    }

    [Fact]
    public void Load_SixteenBits_RoundsToNearest()
    {
        using Image<L8> image = Image.Load<L8>(Convert.FromBase64String(SixteenBitGrey));
        Assert.Equal([0x80, 0x01], Pictures.Bytes(image));
    }

    [Fact]
    public void Load_FourInks_MultipliesByBlack()
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(Convert.FromBase64String(FourInks));
        Assert.Equal(new Rgb24(160, 80, 40), image[4, 4]);
    }

    [Fact]
    public void DetectFormat_EachFormat_IsFound()
    {
        using Image<Rgb24> image = Pictures.Waves(16, 16);
        foreach (string extension in (string[])["png", "jpg", "webp", "gif"])
        {
            string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{extension}");
            try
            {
                image.Save(path);
                Assert.Contains(extension, Image.DetectFormat(path).FileExtensions);
            }
            finally
            {
                File.Delete(path);
            }
        }
    }
}
