using FaeRealtime.Data.Caches;

namespace FaeRealtime.Data.Tests.Caches;

public sealed class LatentCacheTests : IDisposable
{
    private const int Unit = 4;
    private const int Views = 21;

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-cache-").FullName;
    private readonly LatentLayout _layout = new(new string('a', 64), Views, 3, 2, LatentStorage.F32);
    private readonly List<int> _computed = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(LatentStorage.F32)]
    [InlineData(LatentStorage.F16)]
    public void Open_Nothing_ComputesAndReadsBack(LatentStorage storage)
    {
        using var file = Open(_layout with { Storage = storage });

        Check(file);
        Assert.Equal(Enumerable.Range(0, Views), _computed);
    }

    [Fact]
    public void Open_Finished_ComputesNothing()
    {
        Open(_layout).Dispose();
        _computed.Clear();

        using var file = Open(_layout);

        Check(file);
        Assert.Empty(_computed);
    }

    [Theory]
    [InlineData(9, 8)] // The whole units before the failure.
    [InlineData(3, 0)]
    public void Open_AfterAFailure_GoesOnAtAWholeUnit(int failAt, int expected)
    {
        Assert.Throws<InvalidOperationException>(() => Open(_layout, failAt, commit: true));
        _computed.Clear();

        using var file = Open(_layout);

        Check(file);
        Assert.Equal(Enumerable.Range(expected, Views - expected), _computed);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096 + 700)]
    public void Open_UnfinishedFileLostItsEnd_ComputesThatAgain(int length)
    {
        Assert.Throws<InvalidOperationException>(() => Open(_layout, 20, commit: true));
        var unfinished = Directory.EnumerateFiles(_folder, "*.part").Single();
        File.WriteAllBytes(unfinished, File.ReadAllBytes(unfinished)[..length]);

        using var file = Open(_layout);

        Check(file);
    }

    [Fact]
    public void Open_FinishedFileCutShort_IsNotUsed()
    {
        Open(_layout).Dispose();
        var path = Directory.EnumerateFiles(_folder).Single();
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        using var file = Open(_layout);

        Check(file);
    }

    [Fact]
    public void Open_OtherKey_ComputesAnewAndDropsTheOld()
    {
        Open(_layout).Dispose();
        _computed.Clear();

        using var file = Open(_layout with { Key = new string('b', 64) });

        Assert.Equal(Views, _computed.Count);
        Assert.Single(Directory.EnumerateFiles(_folder));
    }

    private LatentFile Open(LatentLayout wanted, int failAt = int.MaxValue, bool commit = false) => LatentCache.Open(
        _folder, "train", wanted, Unit, writer => Compute(writer, wanted, failAt, commit), TimeProvider.System, CancellationToken.None);

    private void Compute(LatentWriter writer, LatentLayout wanted, int failAt, bool commit)
    {
        for (var view = (int)writer.Written; view < Views; view++)
        {
            if (view == failAt)
            {
                throw new InvalidOperationException("stopped");
            }

            _computed.Add(view);
            writer.Append(Values(view, wanted), Values(view + 100, wanted));
            if (commit)
            {
                writer.Commit();
            }
        }
    }

    private static void Check(LatentFile file)
    {
        var (means, logVariances) = (new float[file.Layout.Values], new float[file.Layout.Values]);
        for (var view = 0; view < Views; view++)
        {
            file.Read(view, means, logVariances);
            Assert.Equal(Values(view, file.Layout), means);
            Assert.Equal(Values(view + 100, file.Layout), logVariances);
        }
    }

    private static float[] Values(int start, LatentLayout layout) => [.. Enumerable.Range(0, layout.Values).Select(i => start + (i / 8f))];
}
