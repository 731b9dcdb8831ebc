using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Config;
using FaeRealtime.Data.Caches;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Distillation;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using FaeRealtime.Training.Validation;
using TorchSharp;

namespace FaeRealtime.Training.Stages;

/// <summary>Stage IV, the few-step student: regression on the teacher's trajectories, then MeanFlow distillation on latents of the data (MODELS §8.2).</summary>
internal sealed class DistillationStage : ITrainingStage
{
    private const int GridColumns = 12;

    private readonly RunContext run;
    private readonly RunInputs inputs;
    private readonly FewStepRecipe recipe;
    private readonly SamplingConfig sampling;
    private readonly FaeModel teacher;
    private readonly LightningDiT averaged;
    private readonly NetworkVelocity student;
    private readonly TrajectorySource source;
    private readonly TrajectoryPairs pairs;
    private readonly MeanFlowDistillation distillation;
    private readonly FlowTimes times;
    private readonly FewStepComparison comparison;
    private TrajectoryCache? cache;
    private LatentDataset? latents;

    public DistillationStage(RunContext run, RunInputs inputs)
    {
        (this.run, this.inputs, recipe) = (run, inputs, run.Recipe.Iv!);
        var model = run.Recipe.Model;
        sampling = model.Sampling with { Guidance = recipe.Guidance ?? model.Sampling.Guidance };
        teacher = FaeModel.Load(run.Model, run.Device, ModelParts.Generator);
        var network = Student(model);
        (student, averaged) = (new NetworkVelocity(network), Student(model));
        network.InitialiseFrom(teacher.Generator);
        Modules = [new TrainedModule("few-step", network, averaged, Optimisation.Precision)];
        source = new TrajectorySource(teacher.Generator, sampling, recipe.Trajectories, run.Recipe.Seed, run.Device);
        pairs = new TrajectoryPairs(recipe.Trajectories);
        distillation = new MeanFlowDistillation(student, new GuidedTeacher(new NetworkVelocity(teacher.Generator), sampling, model.Generator.Classes), model.Generator.Path, recipe.Difference);
        times = new FlowTimes(recipe.Time, new TimestepShift(sampling.Shift), (sampling.End, sampling.Start));
        comparison = new FewStepComparison(teacher.Generator, sampling, model.FewStep!, recipe, new StepRandom(run.Recipe.Seed, Kind, 0) { Device = run.Device });
    }

    public StageKind Kind => StageKind.IV;

    public OptimisationRecipe Optimisation => recipe.Optimisation;

    public int Views => inputs.Data.Train.Views;

    public IReadOnlyList<TrainedModule> Modules { get; }

    private GeneratorConfig Generator => run.Recipe.Model.Generator;

    public StepLosses Losses(TrainingBatch batch) =>
        batch.Random.Step < recipe.RegressionShare * Optimisation.Steps ? Regression(batch) : Distillation(batch);

    public IReadOnlyList<(string Name, double Value)> Validate() => comparison.Values(averaged);

    public IReadOnlyList<string> PublishedFiles => [run.Model.FewStepPath];

    public BestMetric? BestMetric => new("error2", Rises: false);

    public bool WriteSampleGrid(string path)
    {
        if (!File.Exists(run.Model.FeatureDecoderPath) || !File.Exists(run.Model.PixelDecoderPath))
        {
            return false;
        }

        using var decoders = FaeModel.Load(run.Model, run.Device, ModelParts.Decoders);
        var columns = Math.Min(GridColumns, recipe.ReferencePictures);
        SampleGrid.Write(path, [.. comparison.Rows(averaged).Select(row => decoders.Decode(decoders.Denormalise(row.narrow(0, 0, columns))))], columns);
        return true;
    }

    public void Publish() => ModuleCheckpoint.Save(averaged, run.Model.FewStepPath, StoredWeights.TypeOf(run.Recipe.Storage));

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        comparison.Dispose();
        cache?.Dispose();
        teacher.Dispose();
    }

    private StepLosses Regression(TrainingBatch batch)
    {
        var (rows, each) = (batch.Views.Length, recipe.Trajectories.PairsEach);
        var (states, labels) = Trajectories(batch);
        var uniforms = batch.Random.Uniform(RandomPurpose.PairChoice, rows, TrajectoryPairs.Uniforms * each);
        var drawn = Enumerable.Range(0, rows * each).Select(i => pairs.Draw(uniforms.AsSpan(i * TrajectoryPairs.Uniforms, TrajectoryPairs.Uniforms))).ToArray();
        var (flat, length, grid) = (states.flatten(0, 1), recipe.Trajectories.Kept + 1, source.Times);
        var loss = TrajectoryRegression.Loss(
            student,
            Choose(pair => pair.From),
            Choose(pair => pair.To),
            Array.ConvertAll(drawn, pair => grid[pair.From]),
            Array.ConvertAll(drawn, pair => grid[pair.To]),
            torch.tensor([.. labels.SelectMany(label => Enumerable.Repeat(label, each))], [rows * each], device: run.Device));
        return new StepLosses(loss, [("error", loss.detach())]);

        torch.Tensor Choose(Func<(int From, int To), int> state) =>
            flat.index_select(0, torch.tensor([.. drawn.Select((pair, i) => (long)((i / each * length) + state(pair)))], [drawn.Length], device: run.Device)); // [B·each, C, h, w]
    }

    private (torch.Tensor States, long[] Labels) Trajectories(TrainingBatch batch)
    {
        var rows = batch.Views.Length;
        if (recipe.Trajectories.Count == 0)
        {
            var first = (batch.Random.Step * Optimisation.Batch) + batch.Random.FirstRow;
            return (source.Compute(first, rows, inputs.Cancellation), [.. Enumerable.Range(0, rows).Select(row => source.LabelOf(first + row))]);
        }

        cache ??= OpenBank();
        return cache.Choose(Array.ConvertAll(batch.Random.Uniform(RandomPurpose.TrajectoryChoice, rows), uniform => (long)(uniform * cache.Count)));
    }

    private StepLosses Distillation(TrainingBatch batch)
    {
        var (rows, random, latent) = (batch.Views.Length, batch.Random, run.Recipe.Model.Latent);
        latents ??= Latents();
        var z = teacher.Normalise(latents.Sample(batch.Views, random.Normal(RandomPurpose.Posterior, rows, (long)latent.Side * latent.Side, latent.Channels)));
        var drawn = times.Draw(random.Uniform(RandomPurpose.FlowTime, rows, each: 4));
        var instant = random.Uniform(RandomPurpose.InstantChoice, rows);
        var t = Enumerable.Range(0, rows).Select(row => Math.Max(drawn[2 * row], drawn[(2 * row) + 1])).ToArray();
        var r = Enumerable.Range(0, rows).Select(row => instant[row] < recipe.InstantShare ? t[row] : Math.Min(drawn[2 * row], drawn[(2 * row) + 1])).ToArray();
        var (loss, error) = distillation.Loss(z, random.Normal(RandomPurpose.FlowNoise, z.shape), t, r, Labels(batch));
        return new StepLosses(loss, [("error", error)]);
    }

    private torch.Tensor Labels(TrainingBatch batch)
    {
        var dropped = batch.Random.Uniform(RandomPurpose.LabelDropout, batch.Views.Length);
        return torch.tensor([.. batch.Views.Select((view, i) => dropped[i] < Generator.LabelDropout ? Generator.Classes : inputs.Data.Train.LabelOf(view))], [batch.Views.Length], device: run.Device);
    }

    private LatentDataset Latents()
    {
        using var guard = torch.no_grad();
        using var frozen = FaeModel.Load(run.Model, run.Device, ModelParts.Encoder);
        return inputs.Latents(frozen.Encoder).Train;
    }

    private TrajectoryCache OpenBank()
    {
        var meter = run.Meter(Kind, "trajectories", recipe.Trajectories.Count, 1);
        return TrajectoryCache.Open(source, Identity(), run.Folder.TrajectoryFolder, recipe.Trajectories.Count, done => meter.Report(done), run.Device, inputs.Cancellation);
    }

    // The teacher's weights, how it is sampled, which states are kept, and the seed.
    private string Identity()
    {
        using var stream = File.OpenRead(run.Model.GeneratorPath);
        var text = $"{Convert.ToHexStringLower(SHA256.HashData(stream))} {StrictJson.ToText(source.Sampling, FaeJsonContext.Default.SamplingConfig)} {recipe.Trajectories.Kept} {run.Recipe.Seed}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private LightningDiT Student(ModelConfig model) => new(model.Generator, model.Latent, run.Device, targetTime: true);
}
