using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Native.Tests.Distributed;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Export;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Distributed;

/// <summary>The loop on two ranks beside the loop on one, with the same batch in all.</summary>
public sealed class RankTrainingTests : IDisposable
{
    private const int Steps = 30;
    private const double Rounding = 1e-5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fae-ranks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Lend_OfAnEarlierRun_GivesCacheAndPhrasesAndOutlivesTheRank()
    {
        var (run, own) = (_folder.CreateSubdirectory("run"), _folder.CreateSubdirectory("rank"));
        Directory.CreateDirectory(new RunFolder(run.FullName).CacheFolder);
        var cached = System.IO.Path.Combine(new RunFolder(run.FullName).CacheFolder, "latents-train-1.bin");
        File.WriteAllText(cached, "posteriors");
        File.WriteAllText(System.IO.Path.Combine(run.FullName, ModelFolder.PhrasesFile), "phrases");

        Directory.CreateDirectory(new RunFolder(run.FullName).StateFolder);
        RunRanks.Lend(run.FullName, own.FullName);
        File.WriteAllText(System.IO.Path.Combine(new RunFolder(own.FullName).TrajectoryFolder, "00000.safetensors"), "states");

        Assert.Equal("posteriors", File.ReadAllText(System.IO.Path.Combine(new RunFolder(own.FullName).CacheFolder, "latents-train-1.bin")));
        Assert.Equal("phrases", File.ReadAllText(System.IO.Path.Combine(own.FullName, ModelFolder.PhrasesFile)));
        own.Delete(recursive: true);
        Assert.True(File.Exists(cached));
        Assert.Equal("states", File.ReadAllText(System.IO.Path.Combine(new RunFolder(run.FullName).TrajectoryFolder, "00000.safetensors")));
        RunRanks.Lend(System.IO.Path.Combine(_folder.FullName, "none"), _folder.CreateSubdirectory("second").FullName);
    }

    [GroupTheory]
    [InlineData(null)]
    [InlineData(2)]
    public void Run_TwoRanks_HaveTheSameBitsAndTheWeightsOfOne(int? partSize)
    {
        var one = Train(Folder, "one", new SingleRank());

        var two = partSize is null
            ? TwoRanks.Run(static (exchange, folder) => Train(folder, "two", exchange), Folder)
            : TwoRanks.Run(static (exchange, folder) => Train(folder, "two", exchange, partSize: 2), Folder);

        Assert.Equal(two[0].Weights, two[1].Weights);
        Assert.Equal(one.Weights.Length, two[0].Weights.Length);
        Assert.All(one.Weights.Zip(two[0].Weights), pair => Assert.Equal(pair.First, pair.Second, Rounding));
        Assert.Equal(one.Losses.Count, two[0].Losses.Count);
        Assert.All(one.Losses.Zip(two[0].Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Abs(pair.First)));
    }

    [GroupFact]
    public void Run_TwoRanks_EachAsksForItsOwnRowsAndOnlyTheFirstWrites()
    {
        var two = TwoRanks.Run(static (exchange, folder) => Train(folder, "two", exchange), Folder);

        var order = new BatchOrder(SmallRecipe.Of(1).Seed, StageKind.Ia, 24, 8);
        for (var rank = 0; rank < 2; rank++)
        {
            var rows = rank * 4;
            Assert.Equal(Enumerable.Range(0, Steps).SelectMany(step => order.Views(step)[rows..(rows + 4)]), two[rank].Announced);
        }

        Assert.Equal([1, 0], two.Select(rank => rank.Published));
        Assert.Empty(Directory.EnumerateFiles(Path("two", 1), "*.safetensors", SearchOption.AllDirectories));
        Assert.False(File.Exists(System.IO.Path.Combine(Path("two", 1), "log.jsonl")));
    }

    [GroupFact]
    public void Run_OtherInitialWeightsOnRankOne_RankZerosAreTaken()
    {
        var one = Train(Folder, "one", new SingleRank());

        var two = TwoRanks.Run(static (exchange, folder) => Train(folder, "two", exchange, start: exchange.Rank == 0 ? 0 : 7), Folder);

        Assert.Equal(two[0].Weights, two[1].Weights);
        Assert.All(one.Weights.Zip(two[0].Weights), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }

    // Each rank's gradients are rounded to eight bits before they are added.
    [GroupFact]
    public void Run_InBf16WithOtherInitialWeightsOnRankOne_RanksHaveTheSameBitsNearOnesWeights()
    {
        const double Apart = 0.02;
        var one = Train(Folder, "one", new SingleRank(), precision: TrainingPrecision.Bf16);

        var two = TwoRanks.Run(static (exchange, folder) => Train(folder, "two", exchange, start: exchange.Rank == 0 ? 0 : 7, precision: TrainingPrecision.Bf16), Folder);

        Assert.Equal(two[0].Weights, two[1].Weights);
        Assert.All(one.Weights.Zip(two[0].Weights), pair => Assert.Equal(pair.First, pair.Second, Apart));
    }

    [GroupFact]
    public void Run_OneRankAskedToStop_BothStopAndTheFirstSaves()
    {
        TwoRanks.Run(static (exchange, folder) => Assert.Throws<OperationCanceledException>(() => Train(folder, "two", exchange, stop: new CancellationToken(exchange.Rank == 1))).Message, Folder);

        Assert.Equal(1, StageState.ReadStep(new RunFolder(Path("two", 0)).States(StageKind.Ia)));
    }

    [GroupFact]
    public void Run_StateOfOneProcess_IsContinuedByTwo()
    {
        var whole = Train(Folder, "whole", new SingleRank());
        Assert.Throws<OperationCanceledException>(() => Train(Folder, "two", new SingleRank(), stop: new CancellationToken(true)));

        var two = TwoRanks.Run(static (exchange, folder) => Train(folder, "two", exchange), Folder);

        Assert.Equal(two[0].Weights, two[1].Weights);
        Assert.All(whole.Weights.Zip(two[0].Weights), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }

    [GroupFact]
    public void Run_OneRanksLossNotFinite_BothSkipTheStep()
    {
        var one = Train(Folder, "one", new SingleRank(), partSize: 4, badStep: 3);

        var two = TwoRanks.Run(static (exchange, folder) => Train(folder, "two", exchange, badStep: 3), Folder);

        Assert.Equal(two[0].Weights, two[1].Weights);
        Assert.All(one.Weights.Zip(two[0].Weights), pair => Assert.Equal(pair.First, pair.Second, Rounding));
        Assert.Equal(1, RunHistory.Read(new RunFolder(Path("two", 0)).LogPath).Points("ia", "skipped")[^1].Value);
    }

    [GroupFact]
    public void Loop_UnevenBatch_IsRefusedWithTheNumbers()
    {
        var failures = TwoRanks.Run(static (exchange, folder) => Assert.Throws<ConfigException>(() => Train(folder, "two", exchange, batch: 7)).Message, Folder);

        Assert.All(failures, failure => Assert.StartsWith("A batch of 7 cannot be shared equally by 2 ranks", failure, StringComparison.Ordinal));
    }

    private string Folder => _folder.FullName;

    private string Path(string name, int rank) => At(Folder, name, rank);

    private static string At(string folder, string name, int rank) => System.IO.Path.Combine(folder, $"{name}-{rank}");

    private static Outcome Train(
        string folder, string name, IRankExchange exchange, int? partSize = null, float start = 0, int? badStep = null, int batch = 8, TrainingPrecision precision = TrainingPrecision.Fp32, CancellationToken stop = default)
    {
        var recipe = SmallRecipe.Of(1) with { Intervals = new IntervalRecipe { Log = 5, SaveMinutes = 1e6 } };
        var place = new RunFolder(At(folder, name, exchange.Rank));
        Directory.CreateDirectory(place.StateFolder);
        var run = new RunContext(place, ModelFolder.Create(place.Path, recipe.Model, ["a", "b", "c"]), recipe, null, TimeProvider.System) { Exchange = exchange };
        using var stage = new RowStage(SmallRecipe.Optimisation(Steps, batch, 0.05) with { PartSize = partSize, Precision = precision }, start) { BadStep = badStep };
        using var loop = new TrainingLoop(stage, run);
        loop.Run(stop);
        float[] weights =
        [
            .. stage.Modules[0].Parameters().SelectMany(named => TensorExport.Values(named.Trained)),
            .. stage.Modules[0].Averages().SelectMany(named => TensorExport.Values(named.Averaged)),
            .. TensorExport.Values(stage.Buffers[0].Value),
        ];
        var history = RunHistory.Read(place.LogPath);
        return new Outcome(weights, stage.Announced, stage.Published, [.. history.Points("ia", "loss").Concat(history.Points("ia", "target")).Select(point => point.Value)]);
    }

    private sealed record Outcome(float[] Weights, List<long> Announced, int Published, IReadOnlyList<double> Losses);
}
