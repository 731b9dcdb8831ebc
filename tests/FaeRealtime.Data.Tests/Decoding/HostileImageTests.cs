using System.Buffers.Binary;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Decoding;

namespace FaeRealtime.Data.Tests.Decoding;

public sealed class HostileImageTests
{
    public static TheoryData<string> Names => ["png", "jpg", "webp", "lossless", "gif", "animation", "bmp"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_CutShort_SaysSo(string name)
    {
        var file = ImageFiles.Create(name);
        for (var part = 1; part < 8; part++)
        {
            var length = Math.Max(file.Length * part / 8, 32);
            Assert.Contains($"{length} bytes", Refusal(file.AsSpan(0, length).ToArray()), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_CutInTheMiddle_IsNamedSo(string name)
    {
        var file = ImageFiles.Create(name);

        Assert.Contains("cut short", Refusal(file[..(file.Length / 2)]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_FlippedBytes_DecodesOrRefuses(string name)
    {
        var file = ImageFiles.Create(name);
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            byte[] damaged = [.. file];
            for (var i = 0; i < 1 + (round % 4); i++)
            {
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            }

            try
            {
                var image = ImageDecoder.DecodeRgba(damaged);
                Assert.Equal(4 * image.Width * image.Height, image.Pixels.Length);
            }
            catch (ImageFileException failure)
            {
                Assert.NotEmpty(failure.Message);
            }
        }
    }

    [Fact]
    public void Decode_DamagedPixelsOfAPng_SaysSo()
    {
        var file = ImageFiles.Create("png");
        file[file.Length / 2] ^= 0xFF;

        Assert.Contains("Png", Refusal(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(20_000, 20_000)]
    [InlineData(0, 40)]
    [InlineData(40, 0)]
    [InlineData(-1, 40)]
    public void Decode_ImpossibleSizeOfAPng_IsRefusedBeforeItsPixels(int width, int height)
    {
        var file = ImageFiles.PngOfSize(width, height);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refusal(file);
        Assert.Throws<ImageFileException>(() => ImageDecoder.ReadSize(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Decode_HugePng_NamesSizeAndLimit()
    {
        var says = Refusal(ImageFiles.PngOfSize(20_000, 20_001));

        Assert.Contains("20000 x 20001", says, StringComparison.Ordinal);
        Assert.Contains($"{ImageDecoder.MostPixels}", says, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_HugeJpeg_NamesItsSize()
    {
        var file = ImageFiles.Create("jpg");
        var frame = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 65000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 65000);

        Assert.Contains("65000 x 65000", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_HugeGif_NamesItsSize()
    {
        var file = ImageFiles.Create("gif");
        file.AsSpan(6, 4).Fill(0xFF);

        Assert.Contains("65535 x 65535", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_Nothing_SaysSo() => Assert.Equal("The file is empty.", Refusal([]));

    [Theory]
    [InlineData("\u0001\u0002\u0003")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("BM and more")]
    [InlineData("RIFF\u0001\u0000\u0000\u0000WAVE")]
    [InlineData("RIFF")]
    [InlineData("\u0000\u0000\u0008\u0008........")]
    public void Decode_OtherFormats_NamesThoseThatAreRead(string text)
    {
        var says = Refusal(System.Text.Encoding.Latin1.GetBytes(text));

        Assert.Contains($"{text.Length} bytes", says, StringComparison.Ordinal);
        Assert.Contains("PNG, JPEG, WebP, GIF or BMP", says, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_SignatureAlone_IsRefused(string name) => Refusal(ImageFiles.Create(name)[..12]);

    [Fact]
    public void Decode_ManyThreads_AgreeAndDoNotMix()
    {
        byte[] png = ImageFiles.Create("png"), webp = ImageFiles.Create("lossless");
        var expected = ImageDecoder.DecodeRgb(png).Pixels;
        Parallel.For(0, 64, index =>
        {
            Assert.Equal(expected, ImageDecoder.DecodeRgb(index % 2 == 0 ? png : webp).Pixels);
            Refusal(png[..(png.Length / 2)]);
        });
    }

    private static string Refusal(byte[] file)
    {
        var failure = Assert.Throws<ImageFileException>(() => ImageDecoder.DecodeRgb(file));
        Assert.NotEmpty(failure.Message);
        return failure.Message;
    }
}
