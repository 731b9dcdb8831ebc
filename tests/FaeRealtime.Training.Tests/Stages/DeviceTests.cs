using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Stages;
using FaeRealtime.Training.Tests.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Stages;

/// <summary>Networks and batches lie on the run's device. Here that is the meta device, which every machine has: shapes without memory.</summary>
public sealed class DeviceTests
{
    [Theory]
    [InlineData(StageKind.Ia)]
    [InlineData(StageKind.Ib)]
    [InlineData(StageKind.II)]
    [InlineData(StageKind.III)]
    [InlineData(StageKind.IV)]
    public void Create_OnAnotherDevice_EverythingThatTheStageHoldsLiesThere(StageKind kind)
    {
        var recipe = SmallRecipe.WithDiscriminator(SmallRecipe.Of(1), firstStep: 0, start: 0);
        recipe = recipe with { Ib = recipe.Ib with { PerceptualWeight = 0.1 }, Ii = recipe.Ii with { PerceptualWeight = 0.1 } };
        using var place = new TrainingPlace(recipe);
        SmallTrunk.Write(place.File("trunk.safetensors"), TrunkLayout.SqueezeNet);
        var options = place.Options(resume: true) with { PerceptualPath = place.File("trunk.safetensors"), Loading = new DataOptions { MemoryMebibytes = 0 } };

        // What is computed once lies in files then: the meta device could not tell any of it.
        TrainingPlace.Train(options);
        options = options with { Device = torch.META };
        using var scope = torch.NewDisposeScope();
        var plan = RunPreparation.Plan([kind], options);
        var (run, source) = (RunPreparation.Begin(plan, null, TimeProvider.System), plan.Data);
        var data = TrainingData.Load(source, run.Recipe.Model, run.Recipe.Flip, options.Loading, null, null, CancellationToken.None);
        using var inputs = new RunInputs(
            run, data, options.Loading, new VisionTransformer(run.Recipe.Model.Encoder, torch.META), PerceptualDistance.Load(options.PerceptualPath!, null, torch.META), CancellationToken.None);
        using var stage = Stage(kind, run, inputs);

        var held = HeldTensors.Of(stage).ToArray();
        var networks = stage.Modules.Concat(stage.Discriminator?.Modules ?? []).Sum(module => module.Parameters().Count() + module.Averages().Count());
        Assert.True(held.Length >= networks, $"found {held.Length} tensors, the networks alone have {networks}");
        Assert.Empty(held.Where(entry => entry.Tensor.device_type != DeviceType.META).Select(entry => entry.Path));
        Assert.All(new StepBatches(stage, run).Parts(0), part => Assert.Equal(DeviceType.META, part.Batch.Random.Normal(RandomPurpose.FlowNoise, 2, 3).device_type));
        Assert.Equal(DeviceType.META, data.Train.Gather([0], run.Device).device_type);
    }

    private static ITrainingStage Stage(StageKind kind, RunContext run, RunInputs inputs) => kind switch
    {
        StageKind.Ia => AutoencoderStage.Prepare(run, inputs),
        StageKind.Ib => PixelDecoderStage.Prepare(run, inputs),
        StageKind.II => PixelFinetuneStage.Prepare(run, inputs),
        StageKind.III => GeneratorStage.Prepare(run, inputs),
        _ => DistillationStage.Prepare(run, inputs),
    };
}
