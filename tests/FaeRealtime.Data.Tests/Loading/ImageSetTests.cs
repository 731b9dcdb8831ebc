using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Sources;
using TorchSharp;

namespace FaeRealtime.Data.Tests.Loading;

public sealed class ImageSetTests : IDisposable
{
    private const int Size = 16;

    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Gather_MirroredView_SwapsColumns()
    {
        using var images = Open(_place.WriteMany(2));
        using var plain = images.Gather([1]);
        using var mirrored = images.Gather([3]);
        using var swapped = plain.flip(3);

        Assert.Equal([1, 3, Size, Size], plain.shape);
        Assert.Equal(Levels(swapped), Levels(mirrored));
        Assert.NotEqual(Levels(plain), Levels(mirrored));
    }

    [Fact]
    public void LabelOf_MirroredView_IsThePictures()
    {
        using var images = Open(_place.WriteMany(4));

        Assert.Equal([0, 1, 2, 0, 0, 1, 2, 0], Enumerable.Range(0, 8).Select(view => images.LabelOf(view)));
    }

    [Theory]
    [InlineData(1, 1024)]
    [InlineData(4, 1024)]
    [InlineData(4, 3)]
    [InlineData(1, 1)]
    public void Gather_AnyWorkersAndMemory_IsTheSame(int workers, int capacity)
    {
        var entries = _place.WriteMany(20);
        long[][] batches = [.. Enumerable.Range(0, 12).Select(step => Enumerable.Range(0, 5).Select(i => (long)(((step * 7) + (i * 11)) % 40)).ToArray())];
        using var expected = Open(entries, new DataOptions { Workers = 1 });
        using var images = Open(entries, new DataOptions { Workers = workers, MemoryMebibytes = 0, SmallestCapacity = capacity });

        for (var step = 0; step < batches.Length; step++)
        {
            images.Announce(batches[Math.Min(step + 2, batches.Length - 1)]);
            using var batch = images.Gather(batches[step]);
            using var right = expected.Gather(batches[step]);
            Assert.Equal(Levels(right), Levels(batch));
        }
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2)]
    public void Gather_BrokenPicture_IsReplacedByTheNextReadableAndNoted(int capacity)
    {
        var entries = _place.WriteMany(300);
        File.WriteAllText(_place.Path("005.png"), "no picture");
        File.Delete(_place.Path("006.png"));
        var note = _place.Path("skipped.txt");
        using var images = Open(entries, new DataOptions { MemoryMebibytes = 0, SmallestCapacity = capacity }, note);

        images.Prepare(null, CancellationToken.None);
        using var batch = images.Gather([5, 6, 7, 305]);
        var rows = Levels(batch).Chunk(3 * Size * Size).ToArray();

        Assert.Equal(rows[2], rows[0]);
        Assert.Equal(rows[2], rows[1]);
        Assert.NotEqual(rows[2], rows[3]);
        Assert.Equal(7 % 3, images.LabelOf(5));
        Assert.Equal("picture 7", images.Names[6]);
        Assert.Equal(2, images.Skipped);
        Assert.Equal(["005.png", "006.png"], File.ReadLines(note).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public void Prepare_NotedByAnEarlierProcess_KnowsLabelsWithoutBeingAsked()
    {
        var entries = _place.WriteMany(300);
        File.Delete(_place.Path("004.png"));
        var note = _place.Path("skipped.txt");
        var options = new DataOptions { MemoryMebibytes = 0, SmallestCapacity = 2 };
        using (var earlier = Open(entries, options, note))
        {
            earlier.Gather([4]).Dispose();
        }

        using var images = Open(entries, options, note);
        images.Prepare(null, CancellationToken.None);

        Assert.Equal(5 % 3, images.LabelOf(4));
    }

    [Fact]
    public void Prepare_MoreThanOneInAHundred_CountsAndNames()
    {
        var entries = _place.WriteMany(150);
        _place.Write("big.png", 1, 40, 40);
        File.WriteAllBytes(_place.Path("001.png"), File.ReadAllBytes(_place.Path("big.png"))[..200]);
        File.WriteAllText(_place.Path("002.png"), string.Empty);
        using var images = Open(entries);

        var failure = Assert.Throws<ImageFileException>(() => images.Prepare(null, CancellationToken.None));

        Assert.Contains("2 of 150", failure.Message, StringComparison.Ordinal);
        Assert.Contains("002.png (The file is empty.)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gather_PicturesVanishInBetween_Stops()
    {
        var entries = _place.WriteMany(150);
        using var images = Open(entries, new DataOptions { MemoryMebibytes = 0, SmallestCapacity = 4 });
        images.Gather([0, 1, 2, 3]).Dispose();
        foreach (var file in Directory.EnumerateFiles(_place.Root))
        {
            File.Delete(file);
        }

        Assert.Contains("absent", Assert.Throws<ImageFileException>(() => images.Gather([10])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gather_MixedSizes_AreAllBroughtToOne()
    {
        using var images = Open([_place.Write("a.png", 1, 1, 1), _place.Write("b.jpg", 2, 900, 5), _place.Write("c.png", 3, 16, 16), _place.Write("d.jpg", 4, 33, 70)]);
        using var batch = images.Gather([0, 1, 2, 3]);

        Assert.Equal([4, 3, Size, Size], batch.shape);
    }

    [Fact]
    public void Activity_AfterDecoding_TellsTheRateOnce()
    {
        using var images = Open(_place.WriteMany(3));
        images.Gather([0, 1, 2]).Dispose();

        var numbers = images.Activity();

        Assert.Equal(["decodedPerSecond", "decodeWait"], numbers.Select(number => number.Name));
        Assert.True(numbers[0].Value > 0);
        Assert.Empty(images.Activity());
    }

    private ImageSet Open(IReadOnlyList<ImageEntry> entries, DataOptions? options = null, string? note = null) =>
        ImageSet.Open(_place.Root, entries, Size, mirrored: true, options ?? new DataOptions(), note);

    private static int[] Levels(torch.Tensor batch) => [.. batch.contiguous().data<float>().ToArray().Select(value => (int)Math.Round(value * 255))];
}
