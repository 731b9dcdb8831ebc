using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests;

public sealed class TrainingEstimateTests : IDisposable
{
    private readonly TrainingPlace _place = new(SmallRecipe.WithDiscriminator(SmallRecipe.Of(400), firstStep: 100, start: 200), images: 100);

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Run_AllStages_AddsUpAndWritesNothing()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "fae-estimate-*");
        var report = TrainingEstimate.Run(null, _place.Options(), null, TimeProvider.System, CancellationToken.None);

        Assert.False(Directory.Exists(_place.Out));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "fae-estimate-*").Except(before));
        Assert.Equal(["ia", "ib", "ii", "iii", "iv"], report.Stages.Select(stage => stage.Stage));
        Assert.All(report.Stages, stage =>
        {
            Assert.Equal((400, 4, 80), (stage.Steps, stage.Batch, stage.Validations));
            Assert.True(stage is { SecondsPerStep: > 0, SecondsPerValidation: > 0, StateBytes: > 0 });
            Assert.Equal(stage.Batch / stage.SecondsPerStep, stage.ImagesPerSecond, 1e-6);
            Assert.Equal((400 * stage.SecondsPerStep) + (80 * stage.SecondsPerValidation), stage.Seconds, 1e-6);
        });
        Assert.Equal(report.Stages.Sum(stage => stage.Seconds) + report.Preparation.Sum(work => work.Seconds), report.Seconds, 1e-6);
        Assert.Equal((75, 64), (report.Images, report.TrialImages));
        Assert.Equal(150, report.Preparation.Single(work => work.Name == "latents").Count);
        Assert.Equal(6, report.Preparation.Single(work => work.Name == "trajectories").Count);
        Assert.Equal(report.Stages.Sum(stage => stage.StateBytes + stage.TrajectoryBytes) + report.ModelBytes + report.CacheBytes, report.DiskBytes);
        Assert.InRange(report.MemoryBytes, 1 << 26, 1L << 36);
    }

    [Fact]
    public void Run_DiskOfAStage_IsWhatTrainingLeaves()
    {
        _place.WriteRecipe("short.json", SmallRecipe.Of(10));
        var report = TrainingEstimate.Run([StageKind.III], _place.Options("short.json"), null, TimeProvider.System, CancellationToken.None);
        TrainingPlace.Train(_place.Options("short.json"), [StageKind.Ia]);
        TrainingPlace.Train(_place.Options("short.json"), [StageKind.III]);

        var state = new FileInfo(new RunFolder(_place.Out).States(StageKind.III).Saved[0]).Length;
        Assert.Equal(3 * state, report.Stages.Single().StateBytes, 0.01 * state);
        var caches = Directory.EnumerateFiles(new RunFolder(_place.Out).CacheFolder).Sum(file => new FileInfo(file).Length);
        Assert.InRange(report.CacheBytes, 0.8 * caches, 1.3 * caches);
    }

    [Fact]
    public void Run_FolderOfARun_IsLeftAsItIs()
    {
        _place.WriteRecipe("short.json", SmallRecipe.Of(2));
        TrainingPlace.Train(_place.Options("short.json"), [StageKind.Ia]);
        var before = Directory.EnumerateFiles(_place.Out, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes);

        TrainingEstimate.Run([StageKind.Ia], _place.Options(), null, TimeProvider.System, CancellationToken.None);

        Assert.Equal(before, Directory.EnumerateFiles(_place.Out, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllBytes));
    }

    [Fact]
    public void Run_RecipeThatTrainingRefuses_IsRefused() =>
        Assert.Throws<ConfigException>(() => TrainingEstimate.Run(null, _place.Options() with { Overrides = new RecipeOverrides(Settings: ["model.generator.classes=4"]) }, null, TimeProvider.System, CancellationToken.None));
}
