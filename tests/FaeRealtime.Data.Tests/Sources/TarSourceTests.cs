using System.Formats.Tar;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Tests.Loading;

namespace FaeRealtime.Data.Tests.Sources;

public sealed class TarSourceTests : IDisposable
{
    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public void Open_ShardsWithCaptions_ReadsEveryPictureAtItsOffset(TarEntryFormat format)
    {
        WriteShard("00000.tar", format, 0, 5);
        WriteShard("00001.tar", format, 5, 4);

        var source = DataSources.Open(_place.Root);

        ImageEntry[] all = [.. source.Train.Concat(source.HeldOut).OrderBy(entry => entry.Member)];
        Assert.Equal(["pictures"], source.Classes);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => $"caption {i} ü"), all.Select(entry => entry.Name));
        Assert.Equal("00001.tar/000000007.jpg", all[7].Place);
        Assert.All(all.Index(), one => Assert.Equal(ImagePlace.Jpeg(one.Index), ImageFiles.Read(_place.Root, one.Item)));
        Assert.Single(source.HeldOut);
    }

    [Fact]
    public void Open_ClassNumbersAndValidationShards_AreClassesAndSplit()
    {
        Write("imagenet-train-0.tar", [("a.jpg", ImagePlace.Jpeg(0)), ("a.cls", "1"u8.ToArray()), ("b.jpg", ImagePlace.Jpeg(1)), ("b.cls", "0"u8.ToArray())]);
        Write("imagenet-validation-0.tar", [("c.cls", "1\n"u8.ToArray()), ("c.jpg", ImagePlace.Jpeg(2))]);

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["class 000000", "class 000001"], source.Classes);
        Assert.Equal([1, 0], source.Train.Select(entry => entry.Label));
        Assert.Equal(("c.jpg", 1), (Assert.Single(source.HeldOut).Member, source.HeldOut[0].Label));
    }

    [Fact]
    public void Open_CaptionOfBrokenUtf8_IsThatPicturesDefect()
    {
        Write("0.tar", [("a.jpg", ImagePlace.Jpeg(0)), ("a.txt", [0x66, 0xC3]), ("b.jpg", ImagePlace.Jpeg(1)), ("b.txt", "fine"u8.ToArray())]);

        var source = DataSources.Open(_place.Root);

        Assert.Equal("its caption is not UTF-8", source.Train.Concat(source.HeldOut).Single(entry => entry.Member == "a.jpg").Defect);
    }

    [Fact]
    public void Open_ShardCutShort_NamesIt()
    {
        WriteShard("0.tar", TarEntryFormat.Ustar, 0, 3);
        File.WriteAllBytes(_place.Path("0.tar"), File.ReadAllBytes(_place.Path("0.tar"))[..2000]);

        Assert.Contains("0.tar", Assert.Throws<ImageFileException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IndexShards_ThenOpen_IsTheSameUntilAShardChanges()
    {
        WriteShard("0.tar", TarEntryFormat.Pax, 0, 6);
        Write("1.tar", [("x.jpg", ImagePlace.Jpeg(1)), ("x.txt", [0xFF]), ("y.jpg", ImagePlace.Jpeg(2)), ("y.txt", "tab\tand\nline"u8.ToArray())]);
        var scanned = DataSources.Open(_place.Root);
        Dataset.IndexShards(_place.Root, null, CancellationToken.None);

        var indexed = DataSources.Open(_place.Root);
        var stored = TarIndex.Read(_place.Root, TarSource.Shards(_place.Root));
        File.SetLastWriteTimeUtc(_place.Path("0.tar"), DateTime.UnixEpoch);

        Assert.Equal(scanned.Train, indexed.Train);
        Assert.Equal(scanned.HeldOut, indexed.HeldOut);
        Assert.NotNull(stored);
        Assert.Null(TarIndex.Read(_place.Root, TarSource.Shards(_place.Root)));
    }

    [Fact]
    public void Open_MalformedIndex_SaysHowToMakeItAgain()
    {
        WriteShard("0.tar", TarEntryFormat.Ustar, 0, 2);
        Dataset.IndexShards(_place.Root, null, CancellationToken.None);
        var index = _place.Path(TarIndex.FileName);
        File.WriteAllLines(index, File.ReadAllLines(index)[..^1]);

        Assert.Contains("again.", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    private void WriteShard(string file, TarEntryFormat format, int first, int count) => Write(
        file,
        [
            .. Enumerable.Range(first, count).SelectMany(i => new (string, byte[])[]
            {
                ($"{i:d9}.jpg", ImagePlace.Jpeg(i)),
                ($"{i:d9}.txt", System.Text.Encoding.UTF8.GetBytes($"caption {i} ü")),
                ($"{i:d9}.json", "{}"u8.ToArray()),
            }),
        ],
        format);

    private void Write(string file, IEnumerable<(string Name, byte[] Content)> members, TarEntryFormat format = TarEntryFormat.Ustar)
    {
        using var stream = File.Create(_place.Path(file));
        using var writer = new TarWriter(stream, format);
        foreach (var (name, content) in members)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                _ => new UstarTarEntry(TarEntryType.RegularFile, name),
            };
            entry.DataStream = new MemoryStream(content);
            writer.WriteEntry(entry);
        }
    }
}
