using System.Buffers.Binary;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Compat.ImageSharp.Tests.Formats;

public sealed class HostileInputTests
{
    public static TheoryData<string> Names => ["png", "jpg", "webp", "lossless", "gif", "animation"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_CutShort_IsInvalidContent(string name)
    {
        byte[] file = Create(name);
        for (int part = 1; part < 8; part++)
        {
            int length = Math.Max(file.Length * part / 8, 32);
            Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(file.AsSpan(0, length)).Dispose());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_FlippedBytes_LoadsOrRefuses(string name)
    {
        byte[] file = Create(name);
        Random random = new(7);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. file];
            for (int i = 0; i < 1 + (round % 4); i++)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                using Image<Rgba32> image = Image.Load<Rgba32>(damaged);
                Assert.True(image.Width > 0 && image.Height > 0);
            }
            catch (ImageFormatException error)
            {
                Assert.NotEmpty(error.Message);
            }
        }
    }

    [Fact]
    public void Load_HeaderOfAHugePng_IsInvalidContent()
    {
        const uint headerChecksum = 0xD30FAF2A;
        byte[] file = Create("png");
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 1_000_000);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), 1_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), headerChecksum);
        InvalidImageContentException error = Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(file));
        Assert.Contains("1000000", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidImageContentException>(() => Image.Identify(file));
    }

    [Fact]
    public void Load_HeaderOfAHugeJpeg_IsInvalidContent()
    {
        byte[] file = Create("jpg");
        int frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 65000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 65000);
        InvalidImageContentException error = Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(file));
        Assert.Contains("65000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Unknown_IsUnknownFormat()
    {
        Assert.Throws<UnknownImageFormatException>(() => Image.Load<Rgb24>((byte[])[1, 2, 3]));
        Assert.Throws<UnknownImageFormatException>(() => Image.Load<Rgb24>(new MemoryStream()));
        Assert.Throws<UnknownImageFormatException>(() => Image.Load<Rgb24>("<svg xmlns='http://www.w3.org/2000/svg'/>"u8));
        Assert.Throws<UnknownImageFormatException>(() => Image.DetectFormat("BM"u8));
    }

    [Fact]
    public void Load_NothingOrNoFile_IsRefusedAsPublished()
    {
        Assert.Equal("pointer", Assert.Throws<ArgumentNullException>(() => Image.Load<Rgb24>(Array.Empty<byte>())).ParamName);
        Assert.Throws<ArgumentNullException>(() => Image.Load<Rgb24>((string)null!));
        Assert.Throws<FileNotFoundException>(() => Image.Load<Rgb24>(Path.Combine(Path.GetTempPath(), "absent.png")));
    }

    [Fact]
    public void Load_ManyThreads_AgreeAndDoNotMix()
    {
        byte[] png = Create("png");
        byte[] webp = Create("lossless");
        byte[] expected = Pictures.Bytes(Image.Load<Rgb24>(png));
        Parallel.For(0, 64, index =>
        {
            using Image<Rgb24> image = Image.Load<Rgb24>(index % 2 == 0 ? png : webp);
            Assert.Equal(expected, Pictures.Bytes(image));
            Assert.Throws<InvalidImageContentException>(() => Image.Load<Rgb24>(png.AsSpan(0, png.Length / 2)));
        });
    }

    private static byte[] Create(string name)
    {
        using Image<Rgb24> image = Pictures.Noise<Rgb24>(40, 40);
        if (name == "animation")
        {
            using Image<Rgb24> next = Pictures.Noise<Rgb24>(40, 40, seed: 2);
            image.Frames.AddFrame(next.Frames.RootFrame);
        }

        IImageEncoder encoder = name switch
        {
            "png" => new PngEncoder(),
            "jpg" => new JpegEncoder(),
            "gif" => new GifEncoder(),
            "lossless" => new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
            _ => new WebpEncoder(),
        };
        return Pictures.Encode(image, encoder);
    }
}
