using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Sources.Names;
using FaeRealtime.Data.Tests.Accounts;
using FaeRealtime.Data.Tests.Loading;

namespace FaeRealtime.Data.Tests.Sources;

public sealed class AnnotationListTests : IDisposable
{
    private const string Composed = "caf\u00e9";
    private const string Decomposed = "cafe\u0301";

    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Open_BackslashesAndByteOrderMark_NameTheSamePictures()
    {
        _place.Write("a/0.png", 0);
        _place.Write("a/b/1.png", 1);
        _place.WriteText("captions.jsonl", "\uFEFF{\"file\": \"a\\\\0.png\", \"caption\": \"zero\"}\r\n{\"file\": \".\\\\a\\\\b\\\\1.png\", \"caption\": \"one\"}\r\n");

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["one", "zero"], Names(source));
        Assert.Equal((2, 2), (AccountCheck.AddsUp(source.Account).CaptionsFound, source.Account.CaptionsUsed));
        Assert.Equal(["captions.jsonl"], source.Account.Lists);
    }

    [Theory]
    [InlineData(Composed, Decomposed)]
    [InlineData(Decomposed, Composed)]
    [InlineData("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af")]
    [InlineData("\u1ec7", "e\u0323\u0302")]
    [InlineData("\u1ec7", "e\u0302\u0323")]
    public void Open_NamesInTwoSpellings_AreOne(string onDisk, string inList)
    {
        _place.Write($"train/{onDisk}/{onDisk}.png", 0);
        _place.Write($"val/{inList}/1.png", 1);
        _place.WriteText("captions.jsonl", $"{{\"file\": \"train/{inList}/{inList}.png\", \"caption\": \"found\"}}");

        var source = DataSources.Open(_place.Root);

        Assert.Single(source.Classes);
        Assert.Equal("found", source.Train.Single().Name);
        Assert.True(source.Train.Single().Length > 0);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\u0958")]
    [InlineData("x\u0301\u0323")]
    [InlineData("\U0001F600")]
    public void ComposedText_TwiceApplied_IsTheSame(string text) => Assert.Equal(ComposedText.Of(text), ComposedText.Of(ComposedText.Of(text)));

    [Fact]
    public void Open_CaptionsThatNameNoPicture_AreRefusedWhenAllAre()
    {
        _place.Write("a/0.png", 0);
        _place.WriteText("captions.jsonl", "{\"file\": \"images/0.png\", \"caption\": \"zero\"}\n");

        Assert.Contains("images/0.png", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (AccountCheck.AddsUp(DataSources.Open(_place.Root, allowLoss: true).Account).Found, DataSources.Open(_place.Root, allowLoss: true).Account.Count(IgnoredReason.OrphanCaption)));
    }

    [Fact]
    public void Open_StyleGanLabels_AreClassesInPlaceOfFolders()
    {
        for (var i = 0; i < 6; i++)
        {
            _place.Write($"0000{i / 3}/img{i}.png", i);
        }

        _place.WriteText("dataset.json", $"\uFEFF{{\"labels\": [{string.Join(", ", Enumerable.Range(0, 6).Select(i => $"[\"0000{i / 3}/img{i}.png\", {i % 2 * 2}]"))}]}}");

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["class 000000", "class 000001", "class 000002"], source.Classes);
        Assert.All(source.Train.Concat(source.HeldOut), entry => Assert.Equal((entry.File[^5] - '0') % 2 * 2, entry.Label));
        Assert.Equal((6, 6, 6), (AccountCheck.AddsUp(source.Account).Found, source.Account.LabelsFound, source.Account.LabelsUsed));
    }

    [Fact]
    public void Open_StyleGanLabelsThatFitNot_AreRefusedOrNamed()
    {
        _place.Write("0.png", 0);
        _place.Write("1.png", 1);
        _place.Write("2.png", 1);
        _place.WriteText("dataset.json", "{\"labels\": [[\"0.png\", 0], [\"2.png\", 0], [\"9.png\", 1]]}");

        var message = Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message;
        var account = AccountCheck.AddsUp(DataSources.Open(_place.Root, allowLoss: true).Account);

        Assert.Contains("9.png", message, StringComparison.Ordinal);
        Assert.Contains("1.png", message, StringComparison.Ordinal);
        Assert.Equal((4, 1, 1), (account.Found, account.Count(IgnoredReason.OutsideList), account.Count(IgnoredReason.OrphanLabel)));
    }

    [Theory]
    [InlineData("{\"labels\": null}")]
    [InlineData("{\"other\": 1}")]
    public void Open_DatasetJsonWithoutLabels_LeavesTheFolders(string json)
    {
        _place.Write("a/0.png", 0);
        _place.Write("b/1.png", 1);
        _place.WriteText("dataset.json", json);

        Assert.Equal(["a", "b"], DataSources.Open(_place.Root).Classes);
        AccountCheck.AddsUp(DataSources.Open(_place.Root).Account);
    }

    [Theory]
    [InlineData("[\"0.png\", 1.5]")]
    [InlineData("[\"0.png\", -1]")]
    [InlineData("[\"0.png\"]")]
    [InlineData("7")]
    public void Open_StyleGanLabelOfAnotherKind_NamesIt(string pair)
    {
        _place.Write("0.png", 0);
        _place.WriteText("dataset.json", $"{{\"labels\": [{pair}]}}");

        Assert.Contains("label 0", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MetadataJsonlOfASplitFolder_GivesCaptionsAndLabels()
    {
        _place.Write("train/0.png", 0);
        _place.Write("train/1.png", 1);
        _place.Write("validation/2.png", 2);
        _place.WriteText("train/metadata.jsonl", "{\"file_name\": \"0.png\", \"text\": \"a cat\", \"label\": \"cat\"}\n{\"file_name\": \"1.png\", \"text\": \"a dog\", \"label\": \"dog\"}\n");
        _place.WriteText("validation/metadata.jsonl", "{\"file_name\": \"2.png\", \"text\": \"a hound\", \"label\": \"dog\"}\n");

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["cat", "dog"], source.Classes);
        Assert.Equal([("a cat", 0), ("a dog", 1), ("a hound", 1)], source.Train.Concat(source.HeldOut).Select(entry => (entry.Name, entry.Label)));
        Assert.Equal((3, 3), (AccountCheck.AddsUp(source.Account).Found, source.Account.LabelsUsed));
    }

    [Fact]
    public void Open_MetadataCsv_ReadsQuotedFields()
    {
        _place.Write("0.png", 0);
        _place.Write("1.png", 1);
        _place.WriteText("metadata.csv", "\uFEFFfile_name,text\r\n0.png,\"a cat, \"\"big\"\"\nand old\"\r\n1.png,plain\r\n");

        Assert.Equal(["a cat, \"big\"\nand old", "plain"], Names(DataSources.Open(_place.Root)));
    }

    [Theory]
    [InlineData("path,text\n0.png,x\n", "file_name")]
    [InlineData("file_name,text\n0.png\n", "record 1")]
    [InlineData("file_name,text\n0.png,\"x\n", "does not end")]
    public void Open_MalformedCsv_SaysWhere(string text, string hint)
    {
        _place.Write("0.png", 0);
        _place.WriteText("metadata.csv", text);

        Assert.Contains(hint, Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(DataSource source) => source.Train.Concat(source.HeldOut).Select(entry => entry.Name).Order(StringComparer.Ordinal);
}
