using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Optimisation;

public sealed class TrainingLoopTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("fae-loop-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public void Run_ToTheEnd_MovesWeightAndAverageToTheMinimum()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(200, 2, 0.2));
        using var loop = new TrainingLoop(stage, Context(10));

        loop.Run(CancellationToken.None);

        using var reader = SafetensorsReader.Open(State);
        Assert.Equal(3, reader.ReadSingle("weights.toy.weight")[0], 0.05);
        Assert.Equal(3, reader.ReadSingle("average.toy.weight")[0], 0.05);
    }

    [Fact]
    public void Run_LossNoLongerFinite_StopsAndKeepsTheLastGoodState()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(200, 2, 0.2)) { NotANumberAt = 50 };
        using var loop = new TrainingLoop(stage, Context(10, saveMinutes: 5));

        var failure = Assert.Throws<ConfigException>(() => loop.Run(CancellationToken.None));

        Assert.Contains("diverged", failure.Message, StringComparison.Ordinal);
        Assert.InRange(StageState.ReadStep(States)!.Value, 1, 50);
        using var reader = SafetensorsReader.Open(State);
        Assert.All(reader.Entries.Keys, key => Assert.True(float.IsFinite(reader.ReadSingle(key)[0])));
        Assert.True(stage.Published > 0);
    }

    /// <summary>The end of such a run is not saved, so it is no success.</summary>
    [Fact]
    public void Run_LastStepsNotFinite_FailsAndKeepsTheLastGoodState()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(20, 2, 0.2)) { NotANumberAt = 18 };
        using var loop = new TrainingLoop(stage, Context(10, saveMinutes: 5));

        var failure = Assert.Throws<ConfigException>(() => loop.Run(CancellationToken.None));

        Assert.Contains("2 steps in a row up to 20", failure.Message, StringComparison.Ordinal);
        Assert.InRange(StageState.ReadStep(States)!.Value, 1, 18);
    }

    [Fact]
    public void Run_LossNeverFinite_SavesNothing()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(200, 2, 0.2)) { NotANumberAt = 0 };
        using var loop = new TrainingLoop(stage, Context(10, saveMinutes: 5));

        Assert.Throws<ConfigException>(() => loop.Run(CancellationToken.None));

        Assert.Empty(States.Saved);
        Assert.Equal(0, stage.Published);
    }

    [Fact]
    public void Run_EveryFiveMinutes_SavesBetweenStartAndEnd()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(100, 2, 0.2));
        using var loop = new TrainingLoop(stage, Context(1000, saveMinutes: 5));

        loop.Run(CancellationToken.None);

        Assert.InRange(stage.Published, 10, 40);
    }

    [Fact]
    public void Run_CancelledBeforeItStarts_StopsWithoutAStep()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(100, 2, 0.2));
        using var loop = new TrainingLoop(stage, Context(10));

        Assert.Throws<OperationCanceledException>(() => loop.Run(new CancellationToken(canceled: true)));

        Assert.Null(StageState.ReadStep(States));
    }

    [Fact]
    public void Run_CancelledInTheMiddleOfAStep_SavesTheStepsBeforeItAndGoesOnAlike()
    {
        const int parts = 4, steps = 20, at = 7;
        var recipe = SmallRecipe.Optimisation(steps, parts, 0.2) with { PartSize = 1 };
        using var stop = new CancellationTokenSource();
        var computed = 0;
        using (var stage = new ToyStage(recipe) { Computing = _ => CancelAt(++computed) })
        using (var loop = new TrainingLoop(stage, Context(10)))
        {
            Assert.ThrowsAny<OperationCanceledException>(() => loop.Run(stop.Token));
        }

        Assert.Equal((at * parts) + 2, computed);
        Assert.Equal(at, StageState.ReadStep(States));
        var resumed = Trained(recipe);
        Directory.Delete(new RunFolder(_path).StateFolder, recursive: true);
        Assert.Equal(Trained(recipe), resumed);

        void CancelAt(int part)
        {
            if (part == (at * parts) + 2)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void Run_AfterAKillWhileSaving_GoesOnFromTheWholeStateAndRemovesTheHalfOne()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(100, 2, 0.2));
        using var loop = new TrainingLoop(stage, Context(10));
        RunOneStep(stage, loop);
        var half = Path.Combine(Path.GetDirectoryName(State)!, ".ia-00000002.safetensors.x.tmp");
        var ofAnother = Path.Combine(Path.GetDirectoryName(State)!, ".ib-00000002.safetensors.x.tmp");
        File.WriteAllBytes(half, File.ReadAllBytes(State)[..50]);
        File.WriteAllBytes(ofAnother, []);

        RunOneStep(stage, loop);

        Assert.Equal(2, StageState.ReadStep(States));
        Assert.False(File.Exists(half));
        Assert.True(File.Exists(ofAnother));
    }

    [Fact]
    public void Run_NewestStateDamaged_GoesOnFromTheOneBefore()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(100, 2, 0.2));
        using var loop = new TrainingLoop(stage, Context(10));
        RunOneStep(stage, loop);
        RunOneStep(stage, loop);
        var bytes = File.ReadAllBytes(State);
        bytes[^1] ^= 1;
        File.WriteAllBytes(State, bytes);

        Assert.Equal(1, StageState.ReadStep(States));
        RunOneStep(stage, loop);

        Assert.Equal(2, StageState.ReadStep(States));
    }

    [Fact]
    public void Run_EveryStateDamaged_IsRefused()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(100, 2, 0.2));
        using var loop = new TrainingLoop(stage, Context(10));
        RunOneStep(stage, loop);
        File.WriteAllBytes(State, File.ReadAllBytes(State)[..^1]);

        var failure = Assert.Throws<CheckpointException>(() => loop.Run(CancellationToken.None));

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ManySaves_KeepsTheNewestAndTheBest()
    {
        using var stage = new ToyStage(SmallRecipe.Optimisation(60, 2, 0.2)) { Values = new([5, 3, 4, 6, 7, 8]) };
        using var loop = new TrainingLoop(stage, Context(10, saveMinutes: 5, validate: 10));

        loop.Run(CancellationToken.None);

        Assert.Equal(2, States.Saved.Count);
        using (var best = SafetensorsReader.Open(States.BestPath))
        {
            Assert.Equal(("20", "3"), (best.Metadata["step"], best.Metadata["best"]));
        }

        using var again = new TrainingLoop(stage, Context(10, saveMinutes: 5) with { FromBest = true });
        Assert.Throws<OperationCanceledException>(() => again.Run(new CancellationToken(canceled: true)));
        Assert.Equal(20, StageState.ReadStep(States));
    }

    [Fact]
    public void Run_WholeStage_LeavesNoTensor()
    {
        var context = Context(10);

        var growth = LiveTensors.GrowthDuring(() =>
        {
            using var stage = new ToyStage(SmallRecipe.Optimisation(30, 2, 0.2));
            using var loop = new TrainingLoop(stage, context);
            loop.Run(CancellationToken.None);
        });

        Assert.Equal(0, growth);
    }

    // Cancelled while a step is computed in one part: it is taken, and no further one.
    private static void RunOneStep(ToyStage stage, TrainingLoop loop)
    {
        using var stop = new CancellationTokenSource();
        stage.Computing = _ => stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => loop.Run(stop.Token));
        stage.Computing = null;
    }

    private float[] Trained(OptimisationRecipe recipe)
    {
        using (var stage = new ToyStage(recipe))
        using (var loop = new TrainingLoop(stage, Context(10)))
        {
            loop.Run(CancellationToken.None);
        }

        using var reader = SafetensorsReader.Open(State);
        return [.. reader.Entries.Keys.Order(StringComparer.Ordinal).SelectMany(key => reader.ReadSingle(key))];
    }

    private StateFiles States => new RunFolder(_path).States(StageKind.Ia);

    private string State => States.Saved[0];

    private RunContext Context(int log, double saveMinutes = 1e6, int validate = 1000)
    {
        var folder = new RunFolder(_path);
        Directory.CreateDirectory(folder.StateFolder);
        var recipe = SmallRecipe.Of(1) with { Intervals = new IntervalRecipe { Log = log, SaveMinutes = saveMinutes, Validate = validate } };
        return new RunContext(folder, ModelFolder.Create(_path, recipe.Model, ["a", "b", "c"]), recipe, null, new MinuteClock());
    }
}
