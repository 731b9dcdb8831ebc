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
using FaeRealtime.Training.Conditions;
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

    private readonly RunContext _run;
    private readonly ImageSet _images;
    private readonly ImageSet _heldOutImages;
    private readonly LatentDataset _latents;
    private readonly LatentDataset _heldOutLatents;
    private readonly LatentScale _scale;
    private readonly FlowTimes _times;
    private readonly FlowLoss _flow;
    private readonly (double Lowest, double Highest) _span;
    private readonly LightningDiT _generator;
    private readonly LightningDiT _averaged;
    private readonly CancellationToken _gridCancellation;

    // Trains the generator from the weights that it has.
    private FlowMatchingStage(RunContext run, RunInputs inputs, (LatentDataset Train, LatentDataset HeldOut) latents, LatentScale scale, LightningDiT generator)
    {
        // Of several processes one draws, and the others wait for it.
        _gridCancellation = run.Exchange.World == 1 ? inputs.Cancellation : CancellationToken.None;
        (_run, _images, _heldOutImages, _scale) = (run, inputs.Data.Train, inputs.Data.HeldOut, scale);
        (_latents, _heldOutLatents) = latents;
        var objective = new FlowObjective(Model.Generator.Path, Model.Generator.Prediction, run.Recipe.Iii.Weight, Model.Generator.Time);
        (_span, _flow) = (objective.Times, new FlowLoss(objective, run.Recipe.Iii.CosineWeight));
        _times = new FlowTimes(run.Recipe.Iii.Time, new TimestepShift(Model.Sampling.Shift), _span);
        (_generator, _averaged) = (generator, NewGenerator(run));
        Modules = [new TrainedModule("generator", _generator, _averaged, Optimisation.Precision)];
    }

    /// <summary>Computes the latents of both splits and the vectors of their phrases, where no cache has them, writes their statistics into the model's config and initialises the generator.</summary>
    public static FlowMatchingStage Prepare(RunContext run, RunInputs inputs)
    {
        var latents = Latents(run, inputs);
        var (mean, std) = latents.Train.Statistics();
        run.Model.SaveConfig(run.Model.Config with { Latent = run.Model.Config.Latent with { Mean = mean, Std = std } });
        var generator = NewGenerator(run);
        generator.Initialise(run.Recipe.Seed + 3);
        if (inputs.InitialGeneratorPath is { } initial)
        {
            generator.Begin(initial);
        }

        return new FlowMatchingStage(run, inputs, latents, new LatentScale(mean, std, run.Device), generator) { Words = CaptionPhrases.Of(run, inputs) };
    }

    public StageKind Kind => StageKind.III;

    public OptimisationRecipe Optimisation => _run.Recipe.Iii.Optimisation;

    public int Views => _images.Views;

    public IReadOnlyList<TrainedModule> Modules { get; }

    private ModelConfig Model => _run.Recipe.Model;

    // Null where the generator knows classes only.
    private (CaptionPhrases Train, CaptionPhrases HeldOut)? Words { get; init; }

    public StepLosses Losses(TrainingBatch batch)
    {
        var (count, random) = (batch.Views.Length, batch.Random);
        var tokens = (long)Model.Latent.Side * Model.Latent.Side;
        var z = _scale.Normalise(_latents.Sample(batch.Views, random.Normal(RandomPurpose.Posterior, count, tokens, Model.Latent.Channels)));
        var t = _times.Draw(random.Uniform(RandomPurpose.FlowTime, count, each: 2));
        var loss = _flow.Mean(_generator, z, random.Normal(RandomPurpose.FlowNoise, z.shape), t, Labels(batch), Words?.Train.Drawn(batch, _run.Device));
        return new StepLosses(loss, [("meanTime", torch.tensor((float)t.Average(), device: _run.Device))]);
    }

    public IReadOnlyList<(string Name, double Value)> Validate()
    {
        // The same noise every time, so that the curve moves with the weights alone.
        var random = new StepRandom(_run.Recipe.Seed, Kind, 0) { Device = _run.Device };
        var views = Enumerable.Range(0, _heldOutImages.Count).Select(i => (long)i).ToArray();
        var z = _scale.Normalise(_heldOutLatents.Mean(views));
        var noise = random.Normal(RandomPurpose.Validation, z.shape);
        var labels = torch.tensor(_heldOutImages.Labels, device: _run.Device);
        var text = Words?.HeldOut.Whole(views, _run.Device);
        var shift = new TimestepShift(Model.Sampling.Shift);
        var total = 0.0;
        for (var i = 0; i < ValidationTimes; i++)
        {
            using var scope = torch.NewDisposeScope();
            var t = Enumerable.Repeat(_span.Lowest + ((_span.Highest - _span.Lowest) * shift.Apply((i + 0.5) / ValidationTimes)), views.Length).ToArray();
            total += _flow.Mean(_averaged, z, noise, t, labels, text).ToDouble();
        }

        return [("flow", total / ValidationTimes)];
    }

    public IReadOnlyList<string> PublishedFiles => [_run.Model.GeneratorPath];

    public BestMetric? BestMetric => new("flow", Rises: false);

    public bool WriteSampleGrid(string path)
    {
        if (!File.Exists(_run.Model.PixelDecoderPath))
        {
            return false;
        }

        using var decoders = FaeModel.Load(_run.Model, _run.Device, ModelParts.Decoders);
        var plan = SamplingPlan.Of(_run.Recipe.Iii.SampleGridSampling(Model.Sampling), Model.Generator.Path);
        var sampler = new FlowSampler<torch.Tensor, ClassCondition>(new TorchLinearSpace(), new GeneratorField(_averaged, Model.Sampling.GuidedChannels));
        var rows = new List<torch.Tensor>();
        for (var label = 0; label < Model.Generator.Classes; label++)
        {
            var noise = new StepRandom(_run.Recipe.Seed, Kind, label) { Device = _run.Device }.Normal(RandomPurpose.SampleGrid, GridColumns, Model.Latent.Channels, Model.Latent.Side, Model.Latent.Side);
            var z = sampler.Generate(noise, GridCondition(label), plan, GridNoise(label), _gridCancellation);
            rows.Add(decoders.Decode(decoders.Denormalise(z)));
        }

        SampleGrid.Write(path, rows, GridColumns);
        return true;
    }

    public void Publish() => ModuleCheckpoint.Save(_averaged, _run.Model.GeneratorPath, StoredWeights.TypeOf(_run.Recipe.Storage));

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        _scale.Dispose();
    }

    // With words, those of held-out images of the class: of the class alone where it has too few.
    private ClassCondition GridCondition(int label)
    {
        var views = Enumerable.Range(0, _heldOutImages.Count).Select(i => (long)i).Where(view => _heldOutImages.LabelOf(view) == label).Take(GridColumns).ToArray();
        return Words is { } words && views.Length == GridColumns ? words.HeldOut.Condition(views) : ClassCondition.Of(label);
    }

    // For a stochastic plan.
    private TorchNoise GridNoise(int label) =>
        TorchNoise.Of(Enumerable.Range(label * GridColumns, GridColumns).Select(image => _run.Recipe.Seed + (ulong)image));

    private torch.Tensor Labels(TrainingBatch batch)
    {
        var dropped = batch.Random.Uniform(RandomPurpose.LabelDropout, batch.Views.Length);
        return torch.tensor([.. batch.Views.Select((view, i) => dropped[i] < Model.Generator.LabelDropout ? Model.Generator.Classes : _images.LabelOf(view))], [batch.Views.Length], device: _run.Device);
    }

    private static (LatentDataset Train, LatentDataset HeldOut) Latents(RunContext run, RunInputs inputs)
    {
        using var frozen = FaeModel.Load(run.Model, run.Device, ModelParts.Encoder);
        return inputs.Latents(frozen.Encoder);
    }

    private static LightningDiT NewGenerator(RunContext run) => new(run.Recipe.Model.Generator, run.Recipe.Model.Latent, run.Device);
}

/// <summary>Brings latents to zero mean and unit deviation per channel.</summary>
/// <param name="mean">One a channel.</param>
/// <param name="std">One a channel.</param>
/// <param name="device">Where the latents lie; null is the CPU.</param>
internal sealed class LatentScale(double[] mean, double[] std, torch.Device? device = null) : IDisposable
{
    private readonly torch.Tensor _mean = PerChannel(mean, device);
    private readonly torch.Tensor _std = PerChannel(std, device);

    /// <summary>(z − mean)/std.</summary>
    /// <param name="z"><c>[B, C, h, w]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Normalise(torch.Tensor z)
    {
        using var centred = z - _mean;
        return centred / _std;
    }

    public void Dispose()
    {
        _mean.Dispose();
        _std.Dispose();
    }

    private static torch.Tensor PerChannel(double[] values, torch.Device? device) =>
        torch.tensor(Array.ConvertAll(values, value => (float)value), [1, values.Length, 1, 1], device: device).DetachFromDisposeScope();
}
