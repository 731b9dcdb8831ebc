using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Sources;
using FaeRealtime.Data.Tests.Loading;

namespace FaeRealtime.Data.Tests.Sources;

public sealed class ImageFolderSourceTests : IDisposable
{
    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Open_TrainAndVal_HasBothSplitsInOrderAndSortedClasses()
    {
        _place.Write("train/n02/b.JPEG", 1);
        _place.Write("train/n02/a.jpg", 2);
        _place.Write("train/n01/c.png", 3);
        _place.Write("val/n02/d.png", 4);
        _place.WriteText("train/n01/notes.md", "no picture");

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["n01", "n02"], source.Classes);
        Assert.Equal(["train/n01/c.png", "train/n02/a.jpg", "train/n02/b.JPEG"], source.Train.Select(entry => entry.Place));
        Assert.Equal([0, 1, 1], source.Train.Select(entry => entry.Label));
        Assert.Equal(("val/n02/d.png", 1, "n02"), (Assert.Single(source.HeldOut).Place, source.HeldOut[0].Label, source.HeldOut[0].Name));
    }

    [Fact]
    public void Open_ClassTable_GivesOrderAndFirstNames()
    {
        _place.Write("train/n01/a.png", 1);
        _place.Write("train/n02/b.png", 2);
        _place.Write("val/n01/c.png", 3);
        _place.WriteText("classes.tsv", "label\twnid\timagenet_index\tnames\n0\tn02\t217\tEnglish springer, springer spaniel\n1\tn01\t0\ttench, Tinca tinca\n");

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["English springer", "tench"], source.Classes);
        Assert.Equal([1, 0], source.Train.Select(entry => entry.Label));
    }

    [Fact]
    public void Open_ClassesOnly_HoldsOutTheSameShareEveryTime()
    {
        for (var i = 0; i < 80; i++)
        {
            _place.Write($"{(i % 2 == 0 ? "cats" : "dogs")}/{i:d2}.png", i, 4, 4);
        }

        var (first, second) = (DataSources.Open(_place.Root), DataSources.Open(_place.Root));

        Assert.Equal((76, 4), (first.Train.Count, first.HeldOut.Count));
        Assert.Equal(2, first.HeldOut.Count(entry => entry.Label == 0));
        Assert.Equal(first.Identity(), second.Identity());
        Assert.Empty(first.Train.Select(entry => entry.Place).Intersect(first.HeldOut.Select(entry => entry.Place)));
    }

    [Fact]
    public void Open_CaptionsWithCategories_NameAndSortLoosePictures()
    {
        _place.Write("a.png", 1);
        _place.Write("b.png", 2);
        _place.WriteText("captions.jsonl", "{\"file\": \"a.png\", \"caption\": \"käse\", \"category\": \"food\", \"other\": [1]}\n{\"file\": \"b.png\", \"caption\": \"a bus\", \"category\": \"cars\"}\n");

        var source = DataSources.Open(_place.Root);

        Assert.Equal(["cars", "food"], source.Classes);
        Assert.Equal(["käse", "a bus"], source.Train.Select(entry => entry.Name));
    }

    [Fact]
    public void Open_CaptionOfBrokenUtf8_IsThatPicturesDefect()
    {
        _place.Write("x/a.png", 1);
        _place.Write("x/b.png", 2);
        _place.Write("x/c.png", 3);
        byte[] line = [.. "{\"file\": \"x/a.png\", \"caption\": \"caf"u8, 0xE9, .. "\"}\n"u8, .. "{\"file\": \"x/b.png\", \"caption\": \"fine\"}\n"u8];
        File.WriteAllBytes(_place.Path("captions.jsonl"), line);

        var source = DataSources.Open(_place.Root);

        ImageEntry[] all = [.. source.Train, .. source.HeldOut];
        Assert.Equal("its caption is not UTF-8", all.Single(entry => entry.Place == "x/a.png").Defect);
        Assert.Null(all.Single(entry => entry.Place == "x/b.png").Defect);
    }

    [Fact]
    public void Open_CaptionLineOfAnotherKind_NamesTheLine()
    {
        _place.Write("x/a.png", 1);
        _place.WriteText("captions.jsonl", "{\"file\": \"x/a.png\", \"caption\": \"fine\"}\n[1]\n");

        Assert.Contains("line 2", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ClassThatTheTableLacks_NamesIt()
    {
        _place.Write("train/n01/a.png", 1);
        _place.Write("val/n09/c.png", 3);

        Assert.Contains("'n09'", Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shard.tar.gz", "gunzip")]
    [InlineData("readme.md", "no picture")]
    public void Open_NothingToTrainOn_SaysWhat(string file, string hint)
    {
        _place.WriteText(file, "x");

        Assert.Contains(hint, Assert.Throws<ConfigException>(() => DataSources.Open(_place.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_RewrittenPicture_Changes()
    {
        var before = DataSource.Fingerprint([_place.Write("a.png", 1)]);
        File.SetLastWriteTimeUtc(_place.Path("a.png"), DateTime.UnixEpoch);

        Assert.NotEqual(before, DataSource.Fingerprint([ImageFiles.Entry(_place.Root, "a.png", "picture 1", 1)]));
    }
}
