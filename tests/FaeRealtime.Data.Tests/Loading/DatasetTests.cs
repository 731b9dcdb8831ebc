using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;

namespace FaeRealtime.Data.Tests.Loading;

public sealed class DatasetTests : IDisposable
{
    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Describe_MixedSizes_CountsThemAndTheClasses()
    {
        _place.Write("train/a/1.png", 1, 20, 10);
        _place.Write("train/a/2.png", 2);
        _place.Write("train/b/3.jpg", 3);
        _place.Write("val/b/4.png", 4);

        var summary = Dataset.Describe(_place.Root);

        Assert.Equal((3, 1), (summary.Train, summary.HeldOut));
        Assert.Equal([new ClassCount("a", 2, 0), new ClassCount("b", 1, 1)], summary.Classes);
        Assert.Equal([(24, 24, 3), (20, 10, 1)], summary.Sizes);
        Assert.Equal(Directory.EnumerateFiles(_place.Root, "*.*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), summary.Bytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Verify_BrokenPictures_NamesEach(int workers)
    {
        _place.Write("train/a/1.png", 1);
        _place.Write("train/a/2.jpg", 2, 64, 64);
        _place.Write("train/a/3.png", 3);
        _place.Write("val/a/4.png", 4);
        File.WriteAllBytes(_place.Path("train/a/2.jpg"), File.ReadAllBytes(_place.Path("train/a/2.jpg"))[..300]);
        _place.WriteText("train/a/3.png", string.Empty);

        var found = Dataset.Verify(_place.Root, workers, null, TimeProvider.System, CancellationToken.None);

        Assert.Equal(4, found.Images);
        Assert.Equal(["train/a/2.jpg", "train/a/3.png"], found.Broken.Select(broken => broken.Place));
        Assert.Equal("The file is empty.", found.Broken[1].Reason);
        Assert.True(found.ImagesPerSecond > 0);
    }

    [Fact]
    public void IndexShards_FolderWithoutShards_SaysWhatIsMissed() =>
        Assert.Contains(".tar", Assert.Throws<ConfigException>(() => Dataset.IndexShards(_place.Root, null, CancellationToken.None)).Message, StringComparison.Ordinal);
}
