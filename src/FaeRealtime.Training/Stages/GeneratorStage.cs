using FaeRealtime.Core.Config;
using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Flows;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Models;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stage III: a latent generator on normalised latents. What it is trained towards says its objective: flow matching, or a flow's likelihood.</summary>
internal sealed class GeneratorStage : ITrainingStage
{
    private const int GridColumns = 12;

    private readonly RunContext _run;
    private readonly ImageSet _images;
    private readonly ImageSet _heldOutImages;
    private readonly LatentDataset _latents;
    private readonly LatentDataset _heldOutLatents;
    private readonly LatentScale _scale;
    private readonly int _rows;
    private readonly LatentGenerator _generator;
    private readonly LatentGenerator _averaged;
    private readonly IGeneratorObjective _objective;
    private readonly CancellationToken _gridCancellation;

    // Trains the generator from the weights that it has.
    private GeneratorStage(RunContext run, RunInputs inputs, (LatentDataset Train, LatentDataset HeldOut) latents, LatentScale scale, LatentGenerator generator)
    {
        // Of several processes one draws, and the others wait for it.
        _gridCancellation = run.Exchange.World == 1 ? inputs.Cancellation : CancellationToken.None;
        (_run, _images, _heldOutImages, _scale, _rows) = (run, inputs.Data.Train, inputs.Data.HeldOut, scale, inputs.Data.Classes.Count);
        (_latents, _heldOutLatents) = latents;
        (_generator, _averaged) = (generator, NewGenerator(run));
        _objective = _generator switch
        {
            FlowGenerator flow => new LikelihoodObjective(flow, (FlowGenerator)_averaged, scale.LogDeviation),
            _ => new VelocityObjective((VelocityGenerator)_generator, (VelocityGenerator)_averaged, run.Recipe),
        };
        Modules = [new TrainedModule("generator", _generator, _averaged, Optimisation.Precision)];
    }

    /// <summary>Computes the latents of both splits and the vectors of their phrases, where no cache has them, writes their statistics into the model's config and initialises the generator.</summary>
    public static GeneratorStage Prepare(RunContext run, RunInputs inputs)
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

        return new GeneratorStage(run, inputs, latents, new LatentScale(mean, std, run.Device), generator) { Words = CaptionPhrases.Of(run, inputs) };
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
        return _objective.Losses(z, _generator.InputsFor(Labels(batch), Words?.Train.Drawn(batch, _run.Device)), random);
    }

    public IReadOnlyList<(string Name, double Value)> Validate()
    {
        // The same noise every time, so that the curve moves with the weights alone.
        var random = new StepRandom(_run.Recipe.Seed, Kind, 0) { Device = _run.Device };
        var views = Enumerable.Range(0, _heldOutImages.Count).Select(i => (long)i).ToArray();
        var z = _scale.Normalise(_heldOutLatents.Mean(views));
        var labels = torch.tensor(_heldOutImages.Labels, device: _run.Device);
        return _objective.Validate(z, _averaged.InputsFor(labels, Words?.HeldOut.Whole(views, _run.Device)), random);
    }

    public IReadOnlyList<string> PublishedFiles => [_run.Model.GeneratorPath];

    public BestMetric? BestMetric => new(_objective.Metric, Rises: false);

    public bool WriteSampleGrid(string path)
    {
        if (!File.Exists(_run.Model.PixelDecoderPath))
        {
            return false;
        }

        using var decoders = FaeModel.Load(_run.Model, _run.Device, ModelParts.Decoders);
        var plan = SamplingPlan.Of(_run.Recipe.Iii.SampleGridSampling(Model.Sampling), Model.Generator.Path);
        var sampler = _averaged.Sampler(Model.Sampling.GuidedChannels);
        var rows = new List<torch.Tensor>();
        for (var label = 0; label < _rows; label++)
        {
            var noise = new StepRandom(_run.Recipe.Seed, Kind, label) { Device = _run.Device }.Normal(RandomPurpose.SampleGrid, GridColumns, Model.Latent.Channels, Model.Latent.Side, Model.Latent.Side);
            var z = sampler.Generate(noise, GridCondition(label), plan, GridNoise(label), _gridCancellation);
            rows.Add(decoders.Decode(decoders.Denormalise(z)));
        }

        SampleGrid.Write(path, rows, GridColumns);
        return true;
    }

    public void Publish() => ModuleCheckpoint.Save(_averaged, _run.Model.GeneratorPath, _run.Recipe.Storage);

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
        return Words is { } words && views.Length == GridColumns ? words.HeldOut.Condition(views, Model.Generator.Classes) : Model.Generator.Classes > 0 ? ClassCondition.Of(label) : ClassCondition.None;
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

    private static LatentGenerator NewGenerator(RunContext run) => ModelNetworks.Generator(run.Recipe.Model, run.Device);
}
