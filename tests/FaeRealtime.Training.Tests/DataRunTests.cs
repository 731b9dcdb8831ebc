using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Loading;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests;

/// <summary>Runs on data that do not fit into memory, or that change underneath.</summary>
public sealed class DataRunTests : IDisposable
{
    // Nothing fits: pictures are decoded ahead, features are computed for each batch.
    private static readonly DataOptions Streaming = new() { MemoryMebibytes = 0, SmallestCapacity = 2, Workers = 2 };

    private readonly TrainingPlace _place = new(SmallRecipe.Of(6));

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(StageKind.Ia)]
    [InlineData(StageKind.II)]
    public void Resume_Streaming_EqualsAnUninterruptedRun(StageKind stage)
    {
        TrainingPlace.Train(_place.Options() with { Loading = Streaming });
        using (var stop = new StopAt(stage, 3))
        {
            Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(_place.Options(folder: "stopped") with { Loading = Streaming }, null, stop, stop.Token));
        }

        TrainingPlace.Train(_place.Options(folder: "stopped", resume: true) with { Loading = Streaming with { Workers = 1, SmallestCapacity = 5 } });

        Assert.Equal(TrainingPlace.Results(_place.Out), TrainingPlace.Results(_place.File("stopped")));
    }

    [Fact]
    public void Train_DataVanish_StopsAndKeepsTheEarlierState()
    {
        TrainingPlace.Train(_place.Options() with { Loading = Streaming }, [StageKind.Ib]);
        var before = TrainingPlace.Results(_place.Out);
        _place.WriteRecipe("longer.json", SmallRecipe.Of(60));

        var failure = Assert.Throws<ImageFileException>(() => TrainingPlace.Train(
            _place.Options("longer.json", resume: true) with { Loading = Streaming }, [StageKind.Ib], new AtStep(StageKind.Ib, 8, () => Directory.Delete(Path.Combine(_place.Data, "images"), recursive: true))));

        Assert.Contains("absent", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, TrainingPlace.Results(_place.Out));
    }

    [Fact]
    public void Resume_OtherData_IsRefused()
    {
        TrainingPlace.Train(_place.Options(), [StageKind.Ia]);
        var manifest = Path.Combine(_place.Data, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest)
            .Replace("images/00.png", "images/other.png", StringComparison.Ordinal)
            .Replace("images/04.png", "images/00.png", StringComparison.Ordinal)
            .Replace("images/other.png", "images/04.png", StringComparison.Ordinal));

        var failure = Assert.Throws<ConfigException>(() => TrainingPlace.Train(_place.Options(resume: true), [StageKind.Ia]));

        Assert.Contains("is not what this run was started with", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_CacheOfAnEarlierStart_IsUsedAgain()
    {
        TrainingPlace.Train(_place.Options());
        var cache = Directory.EnumerateFiles(new RunFolder(_place.Out).CacheFolder).ToDictionary(file => file, File.GetLastWriteTimeUtc);

        TrainingPlace.Train(_place.Options(resume: true), [StageKind.Ia, StageKind.II, StageKind.III]);

        Assert.Equal(3, cache.Count); // Posteriors of both splits, and what features are standardised by.
        Assert.All(cache, file => Assert.Equal(file.Value, File.GetLastWriteTimeUtc(file.Key)));
    }
}
