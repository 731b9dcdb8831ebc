using FaeRealtime.Core.Config;
using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stage III: flow matching on normalised latents, on the generator's path and in its direction of time; the shift is the same in training as in sampling.</summary>
internal sealed class FlowMatchingStage : ITrainingStage
{
    private const int GridColumns = 12;
    private const int ValidationTimes = 8;

    private readonly RunContext run;
    private readonly ImageSet images;
    private readonly ImageSet heldOutImages;
    private readonly LatentDataset latents;
    private readonly LatentDataset heldOutLatents;
    private readonly LatentScale scale;
    private readonly FlowTimes times;
    private readonly FlowLoss flow;
    private readonly (double Lowest, double Highest) span;
    private readonly LightningDiT generator;
    private readonly LightningDiT averaged;

    public FlowMatchingStage(RunContext run, RunInputs inputs)
    {
        this.run = run;
        (images, heldOutImages) = (inputs.Data.Train, inputs.Data.HeldOut);
        using (var frozen = FaeModel.Load(run.Model, run.Device, ModelParts.Encoder))
        {
            (latents, heldOutLatents) = inputs.Latents(frozen.Encoder);
        }

        var (mean, std) = latents.Statistics();
        scale = new LatentScale(mean, std, run.Device);
        run.Model.SaveConfig(run.Model.Config with { Latent = run.Model.Config.Latent with { Mean = mean, Std = std } });
        var objective = new FlowObjective(Model.Generator.Path, Model.Generator.Prediction, run.Recipe.Iii.Weight, Model.Generator.Time);
        (span, flow) = (objective.Times, new FlowLoss(objective, run.Recipe.Iii.CosineWeight));
        times = new FlowTimes(run.Recipe.Iii.Time, new TimestepShift(Model.Sampling.Shift), span);
        (generator, averaged) = (NewGenerator(), NewGenerator());
        generator.Initialise(run.Recipe.Seed + 3);
        Modules = [new TrainedModule("generator", generator, averaged, Optimisation.Precision)];
    }

    public StageKind Kind => StageKind.III;

    public OptimisationRecipe Optimisation => run.Recipe.Iii.Optimisation;

    public int Views => images.Views;

    public IReadOnlyList<TrainedModule> Modules { get; }

    private ModelConfig Model => run.Recipe.Model;

    public StepLosses Losses(TrainingBatch batch)
    {
        var (count, random) = (batch.Views.Length, batch.Random);
        var tokens = (long)Model.Latent.Side * Model.Latent.Side;
        var z = scale.Normalise(latents.Sample(batch.Views, random.Normal(RandomPurpose.Posterior, count, tokens, Model.Latent.Channels)));
        var t = times.Draw(random.Uniform(RandomPurpose.FlowTime, count, each: 2));
        var loss = flow.Mean(generator, z, random.Normal(RandomPurpose.FlowNoise, z.shape), t, Labels(batch));
        return new StepLosses(loss, [("meanTime", torch.tensor((float)t.Average(), device: run.Device))]);
    }

    public IReadOnlyList<(string Name, double Value)> Validate()
    {
        // The same noise every time, so that the curve moves with the weights alone.
        var random = new StepRandom(run.Recipe.Seed, Kind, 0) { Device = run.Device };
        var views = Enumerable.Range(0, heldOutImages.Count).Select(i => (long)i).ToArray();
        var z = scale.Normalise(heldOutLatents.Mean(views));
        var noise = random.Normal(RandomPurpose.Validation, z.shape);
        var labels = torch.tensor(heldOutImages.Labels, device: run.Device);
        var shift = new TimestepShift(Model.Sampling.Shift);
        var total = 0.0;
        for (var i = 0; i < ValidationTimes; i++)
        {
            using var scope = torch.NewDisposeScope();
            var t = Enumerable.Repeat(span.Lowest + ((span.Highest - span.Lowest) * shift.Apply((i + 0.5) / ValidationTimes)), views.Length).ToArray();
            total += flow.Mean(averaged, z, noise, t, labels).ToDouble();
        }

        return [("flow", total / ValidationTimes)];
    }

    public IReadOnlyList<string> PublishedFiles => [run.Model.GeneratorPath];

    public BestMetric? BestMetric => new("flow", Rises: false);

    public bool WriteSampleGrid(string path)
    {
        if (!File.Exists(run.Model.PixelDecoderPath))
        {
            return false;
        }

        using var decoders = FaeModel.Load(run.Model, run.Device, ModelParts.Decoders);
        var plan = SamplingPlan.Of(run.Recipe.Iii.SampleGridSampling(Model.Sampling), Model.Generator.Path);
        var sampler = new FlowSampler<torch.Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(averaged, Model.Sampling.GuidedChannels));
        var rows = new List<torch.Tensor>();
        for (var label = 0; label < Model.Generator.Classes; label++)
        {
            var noise = new StepRandom(run.Recipe.Seed, Kind, label) { Device = run.Device }.Normal(RandomPurpose.SampleGrid, GridColumns, Model.Latent.Channels, Model.Latent.Side, Model.Latent.Side);
            var z = sampler.Generate(noise, ClassCondition.Of(label), plan, SheetNoise(label), CancellationToken.None);
            rows.Add(decoders.Decode(decoders.Denormalise(z)));
        }

        SampleGrid.Write(path, rows, GridColumns);
        return true;
    }

    public void Publish() => ModuleCheckpoint.Save(averaged, run.Model.GeneratorPath, StoredWeights.TypeOf(run.Recipe.Storage));

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        scale.Dispose();
    }

    // For a stochastic plan.
    private TorchNoise SheetNoise(int label) =>
        TorchNoise.Of(Enumerable.Range(label * GridColumns, GridColumns).Select(image => run.Recipe.Seed + (ulong)image));

    private torch.Tensor Labels(TrainingBatch batch)
    {
        var dropped = batch.Random.Uniform(RandomPurpose.LabelDropout, batch.Views.Length);
        return torch.tensor([.. batch.Views.Select((view, i) => dropped[i] < Model.Generator.LabelDropout ? Model.Generator.Classes : images.LabelOf(view))], [batch.Views.Length], device: run.Device);
    }

    private LightningDiT NewGenerator() => new(Model.Generator, Model.Latent, run.Device);
}
