using System.IO.Compression;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Formats.Raw;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Tests.Formats;

public sealed class MetadataFileTests : IDisposable
{
    private const int Mutations = 1000;
    private const long MostBytesARead = 2 << 20;

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("a.webp")]
    [InlineData("a.gif")]
    [InlineData("a.rgba")]
    [InlineData("a%03d.png")]
    public void Read_VideoOfOurs_ReturnsItsMetadata(string name) => AssertMetadata(name);

    [FfmpegTheory]
    [InlineData("a.mp4")]
    [InlineData("a.webm")]
    public void Read_VideoThroughFfmpeg_ReturnsItsMetadata(string name) => AssertMetadata(name);

    [Theory]
    [InlineData("a.webp")]
    [InlineData("a.gif")]
    [InlineData("a%03d.png")]
    public void Read_VideoWithoutMetadata_ReturnsNull(string name)
    {
        TestFrames.Write(_folder.At(name), 2, TestFrames.Format with { Metadata = null });
        Assert.Null(MetadataFile.Read(FileOf(name)));
    }

    /// <summary>A description that is a device or has gigabytes, a named file that is a device: each is a reason, never a wait or a full memory.</summary>
    [Fact]
    public void Read_InputOfAnotherKindOrSize_IsRefused()
    {
        TestFrames.Write(_folder.At("a.rgba"), 1, TestFrames.Format);
        var description = RawDescription.PathOf(_folder.At("a.rgba"));
        File.Delete(description);
        File.CreateSymbolicLink(description, "/dev/zero");
        Assert.Contains("a device", Assert.Throws<ImageFileException>(() => MetadataFile.Read(_folder.At("a.rgba"))).Message, StringComparison.Ordinal);
        File.Delete(description);
        using (var vast = File.Create(description))
        {
            vast.SetLength(InputFile.TextLimit + 1);
        }

        Assert.Contains("more than", Assert.Throws<ImageFileException>(() => MetadataFile.Read(_folder.At("a.rgba"))).Message, StringComparison.Ordinal);
        Assert.Contains("a device", Assert.Throws<ImageFileException>(() => FileIdentity.Of("/dev/zero")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LongMetadata_ComeBackWhole()
    {
        var metadata = $"{{\"x\":\"{new string('\u00E9', 40_000)}\"}}";
        foreach (var name in (string[])["a.webp", "a.gif", "a%03d.png"])
        {
            TestFrames.Write(_folder.At(name), 1, TestFrames.Format with { Metadata = metadata });
            Assert.Equal(metadata, MetadataFile.Read(FileOf(name)));
        }
    }

    [Fact]
    public void Open_MetadataTooLong_AreRefused()
    {
        var format = TestFrames.Format with { Metadata = $"{{\"x\":\"{new string('x', MetadataLimits.MostBytes)}\"}}" };
        Assert.Contains("100000", Assert.Throws<ConfigException>(() => VideoWriter.Open(_folder.At("a.webp"), format)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    [Theory]
    [InlineData("a.txt", "hello, this is text")]
    [InlineData("empty.png", "")]
    public void Read_FileOfAnotherKind_SaysWhatToGive(string name, string content)
    {
        File.WriteAllText(_folder.At(name), content);
        Assert.Contains("Give one of these", Assert.Throws<ImageFileException>(() => MetadataFile.Read(_folder.At(name))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_IsRefused()
    {
        Assert.Contains("does not exist", Assert.Throws<ImageFileException>(() => MetadataFile.Read(_folder.At("none.png"))).Message, StringComparison.Ordinal);
        Assert.Contains("is no file", Assert.Throws<ImageFileException>(() => MetadataFile.Read("/dev/zero")).Message, StringComparison.Ordinal);
        Assert.Contains("is no file", Assert.Throws<ImageFileException>(() => MetadataFile.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CompressedText_IsUnpackedUpToItsLimit()
    {
        File.WriteAllBytes(_folder.At("small.png"), WithCompressedText("{\"seed\":1}"));
        Assert.Equal("{\"seed\":1}", MetadataFile.Read(_folder.At("small.png")));

        File.WriteAllBytes(_folder.At("bomb.png"), WithCompressedText("{" + new string(' ', 50_000_000)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImageFileException>(() => MetadataFile.Read(_folder.At("bomb.png")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytesARead);
    }

    [Theory]
    [InlineData("a.webp")]
    [InlineData("a.gif")]
    [InlineData("a%03d.png")]
    [InlineData("a.rgba")]
    public void Read_MutatedFile_RefusesOrReturns(string name) => AssertMutations(name);

    [FfmpegTheory]
    [InlineData("a.mp4")]
    [InlineData("a.webm")]
    public void Read_MutatedVideo_RefusesOrReturns(string name) => AssertMutations(name);

    public void Dispose() => _folder.Dispose();

    private string FileOf(string name) => VideoFormats.Of(_folder.At(name)) is ImageSequenceFormat ? ImagePattern.PathOf(_folder.At(name), 0) : _folder.At(name);

    private void AssertMetadata(string name)
    {
        TestFrames.Write(_folder.At(name), 3);
        Assert.Equal(TestFrames.Metadata, MetadataFile.Read(FileOf(name)));
    }

    private void AssertMutations(string name)
    {
        TestFrames.Write(_folder.At(name), 2);
        var path = FileOf(name);
        var mutated = name.EndsWith(".rgba", StringComparison.Ordinal) ? RawDescription.PathOf(path) : path;
        var whole = File.ReadAllBytes(mutated);
        var (read, refused) = (0, 0);
        for (var seed = 0; seed < Mutations; seed++)
        {
            File.WriteAllBytes(mutated, Mutate(whole, seed));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                MetadataFile.Read(path);
                read++;
            }
            catch (ImageFileException failure)
            {
                Assert.Contains(path, failure.Message, StringComparison.Ordinal);
                refused++;
            }
            catch (Exception failure)
            {
                Assert.Fail($"{name}, mutation {seed}: {failure}");
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostBytesARead, $"{name}, mutation {seed}");
        }

        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }

    private static byte[] Mutate(byte[] whole, int seed)
    {
#pragma warning disable CA5394 // Which bytes are damaged is no secret.
        var random = new Random(seed);
        var bytes = whole.ToArray();
        for (var count = random.Next(1, 5); count > 0; count--)
        {
            // Most of what is read lies at the two ends.
            var reach = Math.Min(bytes.Length, random.Next(2) == 0 ? 600 : bytes.Length);
            var place = random.Next(2) == 0 ? random.Next(reach) : bytes.Length - 1 - random.Next(reach);
            switch (random.Next(4))
            {
                case 0:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.AsSpan(place, Math.Min(4, bytes.Length - place)).Fill((byte)(random.Next(2) * byte.MaxValue));
                    break;
                default:
                    bytes = bytes[..Math.Max(place, 1)];
                    break;
            }
        }
#pragma warning restore CA5394

        return bytes;
    }

    // A PNG as far as metadata go: signature, one chunk, end. Checksums are not looked at.
    private static byte[] WithCompressedText(string text)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(System.Text.Encoding.Latin1.GetBytes(text));
        }

        byte[] content = [.. "fae\0\0"u8, .. packed.ToArray()];
        byte[] length = [(byte)(content.Length >> 24), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length];
        return [.. FileSignatures.Png, .. length, .. "zTXt"u8, .. content, 0, 0, 0, 0, 0, 0, 0, 0, .. "IEND"u8, 0, 0, 0, 0];
    }
}
