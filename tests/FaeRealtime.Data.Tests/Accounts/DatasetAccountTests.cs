using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Tests.Loading;
using FaeRealtime.Data.Tests.Sources;

namespace FaeRealtime.Data.Tests.Accounts;

public sealed class DatasetAccountTests : IDisposable
{
    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Verify_HostileFolder_AddsUpExactly()
    {
        string[] pictures = ["Train/cat/0.png", "Train/cat/1.jfif", "Train/cafe\u0301/2.png", "Train/dog/3.png", "VALIDATION/cat/4.png", "test/caf\u00e9/5.png"];
        Array.ForEach(pictures, file => _place.Write(file, 1));
        string[] text =
        [
            "Train/.ipynb_checkpoints/0.png", "Train/cat/._0.png", "@eaDir/0.png", "__MACOSX/Train/0.png", "Thumbs.db", "lost+found/x", ".hidden",
            "Train/cat/notes.md", "LICENSE",
            "Train/cat/6.tiff", "Train/cat/7.avif",
            "Train/dog/8.png",
            "Train/cat/0.txt", "Train/cat/gone.txt",
            "extra/9.png",
        ];
        Array.ForEach(text, Put);
        Directory.CreateSymbolicLink(_place.Path("Train/cat/up"), "..");
        Directory.CreateSymbolicLink(_place.Path("Train/again"), "cat");
        File.CreateSymbolicLink(_place.Path("Train/cat/10.png"), "nowhere");
        _place.WriteText("captions.jsonl", "\uFEFF{\"file\": \"Train\\\\caf\u00e9\\\\2.png\", \"caption\": \"two\"}\n{\"file\": \"Train/none.png\", \"caption\": \"none\"}\n");
        _place.WriteText("VALIDATION/metadata.csv", "file_name,text,label\ncat/4.png,four,cat\ncat/11.png,eleven,cat\n");

        var account = AccountCheck.AddsUp(Dataset.Verify(_place.Root, 2, null, TimeProvider.System, CancellationToken.None).Account);

        Assert.Equal((25, 4, 2), (account.Found, account.Used, account.HeldOut));
        Assert.Equal(
            [
                (IgnoredReason.HiddenName, 7), (IgnoredReason.UnknownType, 2), (IgnoredReason.UnreadFormat, 2), (IgnoredReason.OrphanCaption, 2),
                (IgnoredReason.OrphanLabel, 1), (IgnoredReason.Unreadable, 2), (IgnoredReason.OutsideList, 1), (IgnoredReason.RepeatedFolder, 2),
            ],
            account.Ignored.Select(one => (one.Reason, one.Count)).OrderBy(one => one.Reason));
        Assert.Equal((6, 3), (account.CaptionsFound, account.CaptionsUsed));
        Assert.Equal((2, 1), (account.LabelsFound, account.LabelsUsed));
        Assert.Equal(["VALIDATION/metadata.csv", "captions.jsonl"], account.Lists);
        Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root));
    }

    [Fact]
    public void IndexShards_HostileShards_AddUpExactlyFromTheIndex()
    {
        Directory.CreateDirectory(_place.Path("Validation"));
        File.WriteAllBytes(
            _place.Path("0.tar"),
            [
                .. TarFile.Bytes(
                    ("./._0.jpg", [1]), ("./0.jpg", ImagePlace.Jpeg(0)), ("1.depth.jpg", [1]), ("1.jpg", ImagePlace.Jpeg(1)), ("tab\t2.jpg", ImagePlace.Jpeg(2)), ("v1.0.jpg", ImagePlace.Jpeg(3)),
                    ("v1.1.jpg", ImagePlace.Jpeg(4)), ("3.tiff", [1]), ("4.json", [1]), ("gone.txt", [65]), ("0.txt", [65]), ("PaxHeaders/0.jpg", [1])),
                .. TarFile.Bytes(("5.jpg", ImagePlace.Jpeg(5))),
            ]);
        TarFile.Write(_place.Path("Validation/0.tar"), ("a.jpg", ImagePlace.Jpeg(6)), ("b.jpg", [1, 2, 3]));
        Array.ForEach(["1.tar.gz", "0.tar.gz", "loose.png", "._0.tar", "stats.json"], Put);
        Dataset.IndexShards(_place.Root, null, CancellationToken.None);

        var summary = AccountCheck.AddsUp(Dataset.Describe(_place.Root).Account);
        var account = AccountCheck.AddsUp(Dataset.Verify(_place.Root, 2, null, TimeProvider.System, CancellationToken.None).Account);

        Assert.Equal((19, 5, 2), (summary.Found, summary.Used, summary.HeldOut));
        Assert.Equal((19, 5, 1), (account.Found, account.Used, account.HeldOut));
        Assert.Equal(
            [
                (IgnoredReason.HiddenName, 3), (IgnoredReason.UnknownType, 3), (IgnoredReason.UnreadFormat, 1), (IgnoredReason.SecondPicture, 1), (IgnoredReason.AmbiguousPicture, 1),
                (IgnoredReason.OrphanCaption, 1), (IgnoredReason.Unreadable, 1), (IgnoredReason.OutsideList, 1), (IgnoredReason.CompressedShard, 1),
            ],
            account.Ignored.Select(one => (one.Reason, one.Count)).OrderBy(one => one.Reason));
        Assert.Single(account.Remarks);
    }

    [Fact]
    public void Verify_PreparedFolder_NamesWhatTheManifestLacksAndWhatIsAbsent()
    {
        Array.ForEach(["images/0.png", "images/1.png", "images/9.png"], file => _place.Write(file, 1));
        Put("README.md");
        _place.WriteText(DatasetManifest.ClassesFileName, "\uFEFF[\"a\"]");
        DatasetItem[] items = [.. Enumerable.Range(0, 3).Select(i => new DatasetItem($"images/{i}.png", "x", "a", i == 1 ? DatasetSplit.HeldOut : DatasetSplit.Train))];
        var manifest = new DatasetManifest { Source = "made by the test", ImageSize = 24, Seed = 1, Items = items };
        StrictJson.Write(_place.Path(DatasetManifest.FileName), manifest, DatasetJsonContext.Default.DatasetManifest);

        var account = AccountCheck.AddsUp(Dataset.Verify(_place.Root, 1, null, TimeProvider.System, CancellationToken.None).Account);

        Assert.Equal((5, 1, 1), (account.Found, account.Used, account.HeldOut));
        Assert.Equal(["images/9.png"], account.Ignored.Single(one => one.Reason == IgnoredReason.OutsideList).First);
        Assert.Equal(["images/2.png"], account.Ignored.Single(one => one.Reason == IgnoredReason.Unreadable).First);
        Assert.Contains("images/9.png", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Account_SaysTheSumAndFirstThreeNamesWithoutControlCharacters()
    {
        Array.ForEach(["a/0.png", "a/1.png"], file => _place.Write(file, 1));
        Array.ForEach(["w.md", "x\u001b[2J.md", "y.md", "z.md"], Put);
        using var text = new StringWriter();

        var account = Dataset.Describe(_place.Root).Account;
        DatasetAccountText.Write(account, text);

        Assert.Contains("found 6 = used 1 + held out 1 + ignored 4", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("ignored 4, unknown type: w.md, x\\u001b[2J.md, y.md, …", text.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(account.ToJson());
        Assert.Equal(6, json.RootElement.GetProperty("found").GetInt32());
        Assert.Equal((true, false), (json.RootElement.TryGetProperty("remarks", out _), json.RootElement.TryGetProperty("notes", out _)));
        Assert.Equal("unknownType", json.RootElement.GetProperty("ignored")[0].GetProperty("reason").GetString());
    }

    private void Put(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_place.Path(file))!);
        _place.WriteText(file, "x");
    }
}
