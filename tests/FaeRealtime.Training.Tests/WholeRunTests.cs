using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Tests;

public sealed class WholeRunTests : IDisposable
{
    private const int Steps = 10;

    private readonly TrainingPlace _place = new(SmallRecipe.Of(Steps));

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Train_AllStages_LeavesAModelThatPaintsAndItsSamples()
    {
        TrainingPlace.Train(_place.Options());

        var folder = ModelFolder.Open(_place.Out);
        using var model = FaeModel.Load(folder, torch.CPU, ModelParts.All);
        var samples = SampleLatents.Load(folder);
        using var z = torch.tensor(samples.Latents, [samples.Count, samples.Channels, samples.Side, samples.Side]);
        using var decoded = model.Decode(z);

        Assert.Equal([6, 3, SmallRecipe.ImageSize, SmallRecipe.ImageSize], decoded.shape);
        Assert.All(decoded.data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(SmallRecipe.Model.Latent.Channels, folder.Config.Latent.Std.Count);
        Assert.Equal([0, 0, 1, 1, 2, 2], samples.Labels);
    }

    [Fact]
    public void Train_AllStages_LogsValidatesAndDrawsEach()
    {
        TrainingPlace.Train(_place.Options());

        var log = File.ReadAllText(Path.Combine(_place.Out, "log.jsonl"));
        foreach (var stage in TrainingRun.AllStages.Select(RunFolder.Name))
        {
            Assert.Contains($"\"stage\":\"{stage}\",\"step\":{Steps},\"heldOut.", log, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(_place.Out, "sheets", $"{stage}-000010.png")) || stage == "ia");
        }
    }

    [Fact]
    public void Train_StageByStage_EqualsAllAtOnce()
    {
        TrainingPlace.Train(_place.Options());
        foreach (var stage in TrainingRun.AllStages)
        {
            TrainingPlace.Train(_place.Options(folder: "apart"), [stage]);
        }

        Assert.Equal(TrainingPlace.Results(_place.Out), TrainingPlace.Results(_place.File("apart")));
    }

    [Fact]
    public void Train_ShortRun_LeavesNoTensor()
    {
        TrainingPlace.Train(_place.Options());

        var growth = LiveTensors.GrowthDuring(() => TrainingPlace.Train(_place.Options(folder: "again")));

        Assert.Equal(0, growth);
    }

    [Theory]
    [InlineData(StageKind.Ia)]
    [InlineData(StageKind.Ib)]
    [InlineData(StageKind.II)]
    [InlineData(StageKind.III)]
    [InlineData(StageKind.IV)]
    public void Resume_AfterCancellation_EqualsAnUninterruptedRun(StageKind stage)
    {
        TrainingPlace.Train(_place.Options());
        using (var stop = new StopAt(stage, Steps / 2))
        {
            Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(_place.Options(folder: "stopped"), null, stop, stop.Token));
        }

        var reached = Optimisation.SavedStep.Of(new RunFolder(_place.File("stopped")).States(stage));
        TrainingPlace.Train(_place.Options(folder: "stopped", resume: true));

        // Cancelled while step 5 was being reported: no further one is taken.
        Assert.Equal(Steps / 2, reached);
        Assert.Equal(TrainingPlace.Results(_place.Out), TrainingPlace.Results(_place.File("stopped")));
    }

    [Theory]
    [InlineData(StageKind.Ib, null)]
    [InlineData(StageKind.II, null)]
    [InlineData(StageKind.II, 3)] // In parts, the last of one picture.
    public void Resume_WithADiscriminator_EqualsAnUninterruptedRun(StageKind stage, int? partSize)
    {
        var recipe = SmallRecipe.WithDiscriminator(_place.Recipe);
        _place.WriteRecipe("gan.json", recipe with { Ii = recipe.Ii with { Optimisation = recipe.Ii.Optimisation with { PartSize = partSize } } });
        TrainingPlace.Train(_place.Options("gan.json"));
        using (var stop = new StopAt(stage, Steps / 2))
        {
            Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(_place.Options("gan.json", "stopped"), null, stop, stop.Token));
        }

        TrainingPlace.Train(_place.Options("gan.json", "stopped", resume: true));

        Assert.Equal(TrainingPlace.Results(_place.Out), TrainingPlace.Results(_place.File("stopped")));
        var log = File.ReadAllText(Path.Combine(_place.Out, "log.jsonl"));
        Assert.All(new[] { "\"gan\":", "\"adversary.hinge\":", "\"adversary.leCam\":" }, name => Assert.Contains(name, log, StringComparison.Ordinal));
    }

    [Fact]
    public void Train_DiscriminatorThatNeverBegins_LeavesTheDecoderAndItselfAsTheyWere()
    {
        _place.WriteRecipe("late.json", SmallRecipe.WithDiscriminator(_place.Recipe, firstStep: Steps, start: Steps));
        _place.WriteRecipe("one.json", SmallRecipe.WithDiscriminator(new RecipeOverrides(1).Apply(_place.Recipe), firstStep: Steps, start: Steps));
        TrainingPlace.Train(_place.Options(), [StageKind.Ib]);
        TrainingPlace.Train(_place.Options("late.json", "late"), [StageKind.Ib]);
        TrainingPlace.Train(_place.Options("one.json", "one"), [StageKind.Ib]);

        var without = TrainingPlace.Results(_place.Out);
        Assert.Equal(without["pixel-decoder.safetensors"], TrainingPlace.Results(_place.File("late"))["pixel-decoder.safetensors"]);
        Assert.Equal(Discriminator("one"), Discriminator("late"));
    }

    [Fact]
    public void Train_WithADiscriminator_LeavesNoTensor()
    {
        _place.WriteRecipe("gan.json", SmallRecipe.WithDiscriminator(_place.Recipe));
        TrainingPlace.Train(_place.Options("gan.json"), [StageKind.Ib]);

        var growth = LiveTensors.GrowthDuring(() => TrainingPlace.Train(_place.Options("gan.json", "again"), [StageKind.Ib]));

        Assert.Equal(0, growth);
    }

    [Fact]
    public void Resume_CancelledAtTheLastStep_StillDrawsItsSampleGrid()
    {
        using var stop = new StopAt(StageKind.Ib, Steps);
        Assert.Throws<OperationCanceledException>(() => TrainingPlace.Train(_place.Options(), [StageKind.Ib, StageKind.Ia], stop, stop.Token));

        Assert.True(File.Exists(Path.Combine(_place.Out, "sheets", "ib-000010.png")));
    }

    [Fact]
    public void Resume_AfterTheEnd_ChangesNothing()
    {
        TrainingPlace.Train(_place.Options());
        var before = TrainingPlace.Results(_place.Out);

        TrainingPlace.Train(_place.Options(resume: true));

        Assert.Equal(before, TrainingPlace.Results(_place.Out));
    }

    private float[] Discriminator(string folder)
    {
        using var reader = SafetensorsReader.Open(new RunFolder(_place.File(folder)).States(StageKind.Ib).Saved[0]);
        return [.. reader.Entries.Keys.Where(key => key.StartsWith("weights.discriminator.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SelectMany(reader.ReadSingle)];
    }
}
