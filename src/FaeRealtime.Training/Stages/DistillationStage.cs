using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Caches;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Conditions;
using FaeRealtime.Training.Distillation;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stage IV, the few-step student: regression on the teacher's trajectories, then MeanFlow distillation on latents of the data, then perhaps the distribution of the data's features.</summary>
internal sealed class DistillationStage : ITrainingStage
{
    private const int GridColumns = 12;

    private readonly RunContext _run;
    private readonly RunInputs _inputs;
    private readonly FewStepRecipe _recipe;
    private readonly SamplingConfig _sampling;
    private readonly FaeModel _teacher;
    private readonly VelocityGenerator _averaged;
    private readonly NetworkVelocity _student;
    private readonly TrajectorySource _source;
    private readonly TrajectoryPairs _pairs;
    private readonly MeanFlowDistillation _distillation;
    private readonly FeatureMatching? _matching;
    private readonly FeatureCache? _features;
    private readonly FlowTimes _times;
    private readonly FewStepComparison _comparison;
    private readonly (CaptionPhrases Train, CaptionPhrases HeldOut)? _words;
    private TrajectoryCache? _cache;
    private LatentDataset? _latents;

    // Trains the student from the weights that it has.
    private DistillationStage(RunContext run, RunInputs inputs, FaeModel teacher, VelocityGenerator network, FaeModel? decoder, (CaptionPhrases Train, CaptionPhrases HeldOut)? words)
    {
        (_run, _inputs, _recipe, _teacher, _words) = (run, inputs, run.Recipe.Iv!, teacher, words);
        var model = run.Recipe.Model;
        _sampling = model.Sampling with { Guidance = _recipe.Guidance ?? model.Sampling.Guidance };
        (_student, _averaged) = (new NetworkVelocity(network), Student(run));
        Modules = [new TrainedModule("few-step", network, _averaged, Optimisation.Precision)];
        _source = new TrajectorySource(Teacher, _sampling, _recipe.Trajectories, run.Recipe.Seed, run.Device, words?.Train);
        _pairs = new TrajectoryPairs(_recipe.Trajectories);
        _distillation = new MeanFlowDistillation(_student, new GuidedTeacher(new NetworkVelocity(Teacher), _sampling, model.Generator.Classes), model.Generator.Path, _recipe.Difference);
        _features = decoder is null ? null : Features(run, inputs);
        _matching = decoder is null ? null : new FeatureMatching(_student, decoder, model.FewStep!.Sampling(_sampling), model.Generator.Path, _recipe.Distribution!);
        _times = new FlowTimes(_recipe.Time, new TimestepShift(_sampling.Shift), (_sampling.End, _sampling.Start));
        _comparison = new FewStepComparison(Teacher, _sampling, model.FewStep!, _recipe, words?.HeldOut, new StepRandom(run.Recipe.Seed, Kind, 0) { Device = run.Device });
    }

    /// <summary>Loads the teacher and begins the student with its weights.</summary>
    public static DistillationStage Prepare(RunContext run, RunInputs inputs)
    {
        using var parts = new PartsInMaking();
        var teacher = parts.Add(FaeModel.Load(run.Model, run.Device, ModelParts.Generator));
        var student = parts.Add(Student(run));
        student.InitialiseFrom((VelocityGenerator)teacher.Generator);
        var decoder = run.Recipe.Iv!.Distribution is null ? null : parts.Add(FaeModel.Load(run.Model, run.Device, ModelParts.FeatureDecoder));
        return parts.Finish(new DistillationStage(run, inputs, teacher, student, decoder, CaptionPhrases.Of(run, inputs)));
    }

    public StageKind Kind => StageKind.IV;

    public OptimisationRecipe Optimisation => _recipe.Optimisation;

    public int Views => _inputs.Data.Train.Views;

    public IReadOnlyList<TrainedModule> Modules { get; }

    private VelocityGenerator Teacher => (VelocityGenerator)_teacher.Generator;

    private GeneratorConfig Generator => _run.Recipe.Model.Generator;

    public StepLosses Losses(TrainingBatch batch)
    {
        if (_recipe.Distribution is { } distribution && batch.Random.Step >= distribution.From)
        {
            return Matching(batch, distribution);
        }

        var losses = batch.Random.Step < _recipe.RegressionShare * Optimisation.Steps ? Regression(batch) : Distillation(batch);
        return _recipe.Distribution is null ? losses : losses with { Named = [.. losses.Named, ("distribution", torch.zeros([], device: _run.Device))] };
    }

    public IReadOnlyList<(string Name, double Value)> Validate() => _comparison.Values(_averaged);

    public IReadOnlyList<string> PublishedFiles => [_run.Model.FewStepPath];

    public BestMetric? BestMetric => new("error2", Rises: false);

    public bool WriteSampleGrid(string path)
    {
        if (!File.Exists(_run.Model.FeatureDecoderPath) || !File.Exists(_run.Model.PixelDecoderPath))
        {
            return false;
        }

        using var decoders = FaeModel.Load(_run.Model, _run.Device, ModelParts.Decoders);
        var columns = Math.Min(GridColumns, _recipe.ReferenceImages);
        SampleGrid.Write(path, [.. _comparison.Rows(_averaged).Select(row => decoders.Decode(decoders.Denormalise(row.narrow(0, 0, columns))))], columns);
        return true;
    }

    public void Publish() => ModuleCheckpoint.Save(_averaged, _run.Model.FewStepPath, _run.Recipe.Storage);

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        _comparison.Dispose();
        _matching?.Dispose();
        _cache?.Dispose();
        _teacher.Dispose();
    }

    private StepLosses Regression(TrainingBatch batch)
    {
        var (rows, each) = (batch.Views.Length, _recipe.Trajectories.PairsEach);
        var (states, wanted) = Trajectories(batch);
        var uniforms = batch.Random.Uniform(RandomPurpose.PairChoice, rows, TrajectoryPairs.Uniforms * each);
        var drawn = Enumerable.Range(0, rows * each).Select(i => _pairs.Draw(uniforms.AsSpan(i * TrajectoryPairs.Uniforms, TrajectoryPairs.Uniforms))).ToArray();
        var (flat, length, grid) = (states.flatten(0, 1), _recipe.Trajectories.Kept + 1, _source.Times);
        var loss = TrajectoryRegression.Loss(
            _student,
            Choose(pair => pair.From),
            Choose(pair => pair.To),
            Array.ConvertAll(drawn, pair => grid[pair.From]),
            Array.ConvertAll(drawn, pair => grid[pair.To]),
            wanted.Repeated(each));
        return new StepLosses(loss, [("error", loss.detach())]);

        torch.Tensor Choose(Func<(int From, int To), int> state) =>
            flat.index_select(0, torch.tensor([.. drawn.Select((pair, i) => (long)((i / each * length) + state(pair)))], [drawn.Length], device: _run.Device)); // [B·each, C, h, w]
    }

    private (torch.Tensor States, ConditionRows Wanted) Trajectories(TrainingBatch batch)
    {
        var rows = batch.Views.Length;
        if (_recipe.Trajectories.Count == 0)
        {
            var first = (batch.Random.Step * Optimisation.Batch) + batch.Random.FirstRow;
            return (_source.Compute(first, rows, _inputs.Cancellation), _source.Wanted([.. Enumerable.Range(0, rows).Select(row => first + row)]));
        }

        _cache ??= OpenCache();
        return _cache.Choose(Array.ConvertAll(batch.Random.Uniform(RandomPurpose.TrajectoryChoice, rows), uniform => (long)(uniform * _cache.Count)));
    }

    private StepLosses Distillation(TrainingBatch batch)
    {
        var (rows, random, latent) = (batch.Views.Length, batch.Random, _run.Recipe.Model.Latent);
        _latents ??= Latents(_run, _inputs);
        var z = _teacher.Normalise(_latents.Sample(batch.Views, random.Normal(RandomPurpose.Posterior, rows, (long)latent.Side * latent.Side, latent.Channels)));
        var drawn = _times.Draw(random.Uniform(RandomPurpose.FlowTime, rows, each: 4));
        var instant = random.Uniform(RandomPurpose.InstantChoice, rows);
        var t = Enumerable.Range(0, rows).Select(row => Math.Max(drawn[2 * row], drawn[(2 * row) + 1])).ToArray();
        var r = Enumerable.Range(0, rows).Select(row => instant[row] < _recipe.InstantShare ? t[row] : Math.Min(drawn[2 * row], drawn[(2 * row) + 1])).ToArray();
        var (loss, error) = _distillation.Loss(z, random.Normal(RandomPurpose.FlowNoise, z.shape), t, r, Wanted(batch));
        return new StepLosses(loss, [("error", error)]);
    }

    private StepLosses Matching(TrainingBatch batch, DistributionRecipe distribution)
    {
        var latent = _run.Recipe.Model.Latent;
        var noise = batch.Random.Normal(RandomPurpose.DistributionNoise, batch.Views.Length, latent.Channels, latent.Side, latent.Side);
        var steps = distribution.Steps[(int)batch.Random.Integer(RandomPurpose.DistributionSteps, 0, distribution.Steps.Count)];
        var apart = _matching!.Loss(noise, Wanted(batch), steps, _features!.Gather(batch.Views));
        if (distribution.Regression == 0)
        {
            return new StepLosses(apart * distribution.Weight, [("error", torch.zeros([], device: _run.Device)), ("distribution", apart.detach())]);
        }

        var kept = Regression(batch);
        return new StepLosses((kept.Total * distribution.Regression) + (apart * distribution.Weight), [.. kept.Named, ("distribution", apart.detach())]);
    }

    private ConditionRows Wanted(TrainingBatch batch) => new(Labels(batch), _words?.Train.Drawn(batch, _run.Device));

    private torch.Tensor Labels(TrainingBatch batch)
    {
        var dropped = batch.Random.Uniform(RandomPurpose.LabelDropout, batch.Views.Length);
        return torch.tensor([.. batch.Views.Select((view, i) => dropped[i] < Generator.LabelDropout ? Generator.Classes : _inputs.Data.Train.LabelOf(view))], [batch.Views.Length], device: _run.Device);
    }

    private static LatentDataset Latents(RunContext run, RunInputs inputs)
    {
        using var guard = torch.no_grad();
        using var frozen = FaeModel.Load(run.Model, run.Device, ModelParts.Encoder);
        return inputs.Latents(frozen.Encoder).Train;
    }

    // Before the first step, whose tensors go at its end. Features come after latents, which let go of them.
    private static FeatureCache Features(RunContext run, RunInputs inputs)
    {
        if (run.Recipe.Iv!.HasMeanFlow)
        {
            Latents(run, inputs);
        }

        return inputs.Features().Train;
    }

    private TrajectoryCache OpenCache()
    {
        var meter = _run.Meter(Kind, "trajectories", _recipe.Trajectories.Count, 1);
        return TrajectoryCache.Open(_source, Identity(), _run.Folder.TrajectoryFolder, _recipe.Trajectories.Count, done => meter.Report(done), _run.Device, _inputs.Cancellation, (_run.Exchange.Rank, _run.Exchange.World));
    }

    // The teacher's weights, how it is sampled, which states are kept, the seed, and with words the captions and how they are drawn.
    private string Identity()
    {
        var text = $"{Hash(_run.Model.GeneratorPath)} {StrictJson.ToText(_source.Sampling, FaeJsonContext.Default.SamplingConfig)} {_recipe.Trajectories.Kept} {_run.Recipe.Seed}";
        if (_words is not null)
        {
            text += $" {Hash(_run.Model.PhrasesPath)} {_inputs.Data.Train.Fingerprint()} {Generator.Text!.Dropout:R} {Generator.Text.PhraseDropout:R}";
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string Hash(string path)
    {
        using var stream = InputFile.Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static VelocityGenerator Student(RunContext run) => (VelocityGenerator)ModelNetworks.Generator(run.Recipe.Model, run.Device, isStudent: true);
}
