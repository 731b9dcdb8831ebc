using System.Diagnostics;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>Stage III's step on latents that are there already: the product's own network, loss, clipping, AdamW and average.</summary>
internal sealed class OwnStep : ITrainedModules, IDisposable
{
    private readonly LightningDiT _network;
    private readonly FlowLoss _flow;
    private readonly TrainedModulesOptimiser _optimiser;
    private readonly torch.Tensor _latents;
    private int _step;

    public OwnStep(ModelConfig model, int batch)
    {
        Optimisation = new OptimisationRecipe { Steps = int.MaxValue, Batch = batch };
        _network = new LightningDiT((LightningDiTConfig)model.Generator, model.Latent);
        _network.Initialise(1);
        Modules = [new TrainedModule("generator", _network, new LightningDiT((LightningDiTConfig)model.Generator, model.Latent))];
        _flow = new FlowLoss(new FlowObjective(model.Generator.Path, model.Generator.Prediction, LossWeight.None, model.Generator.Time));
        _latents = torch.randn(batch, model.Latent.Channels, model.Latent.Side, model.Latent.Side).DetachFromDisposeScope();
        _optimiser = new TrainedModulesOptimiser(this, "");
    }

    public OptimisationRecipe Optimisation { get; }

    public IReadOnlyList<TrainedModule> Modules { get; }

    public long Parameters => _network.parameters().Sum(parameter => parameter.numel());

    public StepLosses Losses(TrainingBatch batch)
    {
        var noise = batch.Random.Normal(RandomPurpose.FlowNoise, _latents.shape);
        var labels = torch.tensor(batch.Views.Select(view => view % _network.Config.Classes).ToArray());
        return new StepLosses(_flow.Mean(_network, _latents, noise, batch.Random.Uniform(RandomPurpose.FlowTime, batch.Views.Length), new GeneratorInputs { Labels = labels }), []);
    }

    /// <summary>Seconds for a number of steps.</summary>
    public double Seconds(int steps)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < steps; i++, _step++)
        {
            using var scope = torch.NewDisposeScope();
            long[] views = [.. Enumerable.Range(0, Optimisation.Batch).Select(view => (long)view)];
            _optimiser.Step(_step, [(new TrainingBatch(views, new StepRandom(1, StageKind.III, _step)), 1.0)]);
        }

        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _optimiser.Dispose();
        Modules[0].Dispose();
        _latents.Dispose();
    }
}
