using System.Formats.Tar;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Tests.Accounts;
using FaeRealtime.Data.Tests.Loading;

namespace FaeRealtime.Data.Tests.Sources;

public sealed class TarAccountTests : IDisposable
{
    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Open_LabelsAfterAllPictures_AreGroupedByKey()
    {
        Write("0.tar", [.. Pictures(6, ".png"), .. Enumerable.Range(0, 6).Select(i => ($"{i}.cls", Text($"{i % 2}")))]);

        var source = DataSources.Open(_place.Root);

        Assert.Equal(2, source.Classes.Count);
        Assert.All(source.Train.Concat(source.HeldOut), entry => Assert.Equal(entry.Member![0] % 2, entry.Label));
        Assert.Equal((6, 6, 6), (AccountCheck.AddsUp(source.Account).Found, source.Account.LabelsFound, source.Account.LabelsUsed));
    }

    [Fact]
    public void Open_AppleDoubleHiddenAndPaxMembers_ArePassedOver()
    {
        Write("0.tar", [("./._0.jpg", Text("fork")), ("./0.jpg", ImagePlace.Jpeg(0)), ("./._0.txt", Text("fork")), ("./0.txt", Text("zero")), ("__MACOSX/1.jpg", Text("fork")), ("PaxHeaders.7/1.jpg", Text("header")), ("./1.jpg", ImagePlace.Jpeg(1)), (".cache/2.jpg", ImagePlace.Jpeg(2))]);

        var account = AccountCheck.AddsUp(DataSources.Open(_place.Root).Account);

        Assert.Equal((7, 1, 1, 5), (account.Found, account.Used, account.HeldOut, account.Count(IgnoredReason.HiddenName)));
        Assert.Equal(["0.tar/./._0.jpg", "0.tar/./._0.txt", "0.tar/__MACOSX/1.jpg"], account.Ignored[0].First);
        Assert.Equal((1, 1), (account.CaptionsFound, account.CaptionsUsed));
    }

    [Fact]
    public void Open_SecondPictureOfAKey_IsTheOneNamedByTheKeyAlone()
    {
        Write("0.tar", [.. Enumerable.Range(0, 3).SelectMany(i => new[] { ($"{i}.depth.jpg", ImagePlace.Jpeg(9)), ($"{i}.jpg", ImagePlace.Jpeg(i)) })]);

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], source.Train.Concat(source.HeldOut).Select(entry => entry.Member).Order());
        Assert.Equal((6, 3), (AccountCheck.AddsUp(source.Account).Found, source.Account.Count(IgnoredReason.SecondPicture)));
    }

    [Theory]
    [InlineData("clip_v1.0.jpg", "clip_v1.1.jpg")]
    [InlineData("a.jpg", "a.png")]
    [InlineData("a.jpg", "a.jpg")]
    public void Open_PicturesOfAKeyThatNothingDecides_AreRefusedUnlessAllowed(string first, string second)
    {
        Write("0.tar", [(first, ImagePlace.Jpeg(0)), (second, ImagePlace.Jpeg(1)), ("b.jpg", ImagePlace.Jpeg(2))]);

        var message = Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message;
        var allowed = DataSources.Open(_place.Root, allowLoss: true);

        Assert.Contains($"0.tar/{second}", message, StringComparison.Ordinal);
        Assert.Contains("allow the loss", message, StringComparison.Ordinal);
        Assert.Equal(1, AccountCheck.AddsUp(allowed.Account).Count(IgnoredReason.AmbiguousPicture));
        Assert.Contains(allowed.Train.Concat(allowed.HeldOut), entry => entry.Member == first);
    }

    [Fact]
    public void Open_ArchivesAppendedToEachOther_AreReadWholeAndSaid()
    {
        File.WriteAllBytes(_place.Path("0.tar"), [.. TarFile.Bytes(Pictures(3)), .. new byte[4096], .. TarFile.Bytes([("x.jpg", ImagePlace.Jpeg(7)), ("x.txt", Text("behind"))])]);

        var source = DataSources.Open(_place.Root);
        var behind = source.Train.Concat(source.HeldOut).Single(entry => entry.Member == "x.jpg");

        Assert.Equal(4, AccountCheck.AddsUp(source.Account).Found);
        Assert.Contains("2 members stand behind an end mark", Assert.Single(source.Account.Remarks), StringComparison.Ordinal);
        Assert.Equal(ImagePlace.Jpeg(7), FaeRealtime.Data.Sources.ImageFiles.Read(_place.Root, behind));
        Assert.Equal("behind", behind.Name);
    }

    [Fact]
    public void Open_RubbishBehindTheEndMark_IsRefused()
    {
        File.WriteAllBytes(_place.Path("0.tar"), [.. TarFile.Bytes(Pictures(3)), .. Enumerable.Repeat((byte)7, 2048)]);

        Assert.Contains("0.tar", Assert.Throws<ImageFileException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IndexShards_OddNames_CanBeReadAgain()
    {
        Write("0.tar", [("a\tb 0.jpg", ImagePlace.Jpeg(0)), ("a\nb 1.jpg", ImagePlace.Jpeg(1)), ("ä \"quoted\" 2.jpg", ImagePlace.Jpeg(2)), ("\\3.jpg", ImagePlace.Jpeg(3)), ("odd\t4.md", Text("x"))]);
        var scanned = DataSources.Open(_place.Root);
        Dataset.IndexShards(_place.Root, null, CancellationToken.None);

        var indexed = DataSources.Open(_place.Root);

        Assert.NotNull(TarIndex.Read(_place.Root, TarSource.Shards(_place.Root)));
        Assert.Equal(scanned.Train, indexed.Train);
        Assert.Equal(scanned.HeldOut, indexed.HeldOut);
        Assert.Equal((5, 4), (AccountCheck.AddsUp(indexed.Account).Found, indexed.Account.Used + indexed.Account.HeldOut));
        Assert.Equal(["0.tar/odd\t4.md"], indexed.Account.Ignored.Single().First);
    }

    [Fact]
    public void IndexShards_BrokenIndexOrThatOfAnEarlierVersion_IsReplaced()
    {
        Write("0.tar", Pictures(4));
        _place.WriteText(TarIndex.FileName, "fae tar index 2\nshard\tbroken");
        Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root));

        Dataset.IndexShards(_place.Root, null, CancellationToken.None);
        var used = DataSources.Open(_place.Root).Account.Used;
        _place.WriteText(TarIndex.FileName, "fae tar index 1\nshard\t0.tar\t1\t1\t0");

        Assert.Equal(3, used);
        Assert.Equal(3, DataSources.Open(_place.Root).Account.Used);
    }

    [Theory]
    [InlineData("validation")]
    [InlineData("VALID")]
    [InlineData("Val")]
    [InlineData("test")]
    [InlineData("dev")]
    public void Open_ShardsInASplitFolder_AreHeldOut(string folder)
    {
        Write("train/0.tar", Pictures(6));
        Write($"{folder}/0.tar", Pictures(2));

        var source = DataSources.Open(_place.Root);

        Assert.Equal((6, 2, 8), (source.Train.Count, source.HeldOut.Count, AccountCheck.AddsUp(source.Account).Found));
    }

    [Fact]
    public void Open_EveryShardNamedTest_IsTheDataSetsName()
    {
        Write("my-test-0.tar", Pictures(5));

        Assert.Equal((4, 1), (DataSources.Open(_place.Root).Train.Count, DataSources.Open(_place.Root).HeldOut.Count));
    }

    [Fact]
    public void Open_LabelWithoutAPicture_IsRefused()
    {
        Write("0.tar", [.. Pictures(2), ("0.cls", Text("0")), ("1.cls", Text("1")), ("2.cls", Text("1"))]);

        Assert.Contains("0.tar/2.cls", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
        Assert.Equal(1, AccountCheck.AddsUp(DataSources.Open(_place.Root, allowLoss: true).Account).Count(IgnoredReason.OrphanLabel));
    }

    [Fact]
    public void Open_ClassNumberOfADamagedLabel_IsRefused()
    {
        Write("0.tar", [.. Pictures(1), ("0.cls", Text("2147483647"))]);

        Assert.Contains("2147483647", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LabelsAndCaptionsWithAByteOrderMark_AreRead()
    {
        Write("0.tar", [.. Pictures(2), ("0.cls", Text("\uFEFF1\n")), ("1.cls", Text("0")), ("0.txt", Text("\uFEFFzero"))]);

        var entry = DataSources.Open(_place.Root).Train.Single(one => one.Member == "0.jpg");

        Assert.Equal(("zero", 1, null), (entry.Name, entry.Label, entry.Defect));
    }

    [Theory]
    [InlineData("1.tar.gz", true)]
    [InlineData("0.tar.gz", false)]
    public void Open_CompressedShard_IsRefusedUnlessItsTarIsThere(string file, bool isRefused)
    {
        Write("0.tar", Pictures(3));
        _place.WriteText(file, "x");

        if (isRefused)
        {
            Assert.Contains("gunzip", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(4, AccountCheck.AddsUp(DataSources.Open(_place.Root, allowLoss: true).Account).Found);
    }

    [Fact]
    public void Open_HardLink_IsThePictureThatItLinksTo()
    {
        using (var stream = File.Create(_place.Path("0.tar")))
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a.jpg") { DataStream = new MemoryStream(ImagePlace.Jpeg(4)) });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "b.jpg") { LinkName = "a.jpg" });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "c.jpg") { LinkName = "a.jpg" });
        }

        var source = DataSources.Open(_place.Root, allowLoss: true);

        Assert.All(source.Train.Concat(source.HeldOut), entry => Assert.Equal(ImagePlace.Jpeg(4), FaeRealtime.Data.Sources.ImageFiles.Read(_place.Root, entry)));
        Assert.Equal((3, 1), (AccountCheck.AddsUp(source.Account).Found, source.Account.Count(IgnoredReason.Unreadable)));
    }

    private static (string, byte[])[] Pictures(int count, string extension = ".jpg") => [.. Enumerable.Range(0, count).Select(i => ($"{i}{extension}", ImagePlace.Jpeg(i)))];

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private void Write(string file, (string Name, byte[] Content)[] members)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_place.Path(file))!);
        TarFile.Write(_place.Path(file), members);
    }
}
