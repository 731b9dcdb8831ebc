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
    private readonly LightningDiT network;
    private readonly FlowLoss flow;
    private readonly TrainedModulesOptimiser optimiser;
    private readonly torch.Tensor latents;
    private int step;

    public OwnStep(ModelConfig model, int batch)
    {
        Optimisation = new OptimisationRecipe { Steps = int.MaxValue, Batch = batch };
        network = new LightningDiT(model.Generator, model.Latent);
        network.Initialise(1);
        Modules = [new TrainedModule("generator", network, new LightningDiT(model.Generator, model.Latent))];
        flow = new FlowLoss(new FlowObjective(model.Generator.Path, model.Generator.Prediction, LossWeight.None, model.Generator.Time));
        latents = torch.randn(batch, model.Latent.Channels, model.Latent.Side, model.Latent.Side).DetachFromDisposeScope();
        optimiser = new TrainedModulesOptimiser(this, "");
    }

    public OptimisationRecipe Optimisation { get; }

    public IReadOnlyList<TrainedModule> Modules { get; }

    public long Parameters => network.parameters().Sum(parameter => parameter.numel());

    public StepLosses Losses(TrainingBatch batch)
    {
        var noise = batch.Random.Normal(RandomPurpose.FlowNoise, latents.shape);
        var labels = torch.tensor(batch.Views.Select(view => view % network.Config.Classes).ToArray());
        return new StepLosses(flow.Mean(network, latents, noise, batch.Random.Uniform(RandomPurpose.FlowTime, batch.Views.Length), labels), []);
    }

    /// <summary>Seconds for a number of steps.</summary>
    public double Seconds(int steps)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < steps; i++, step++)
        {
            using var scope = torch.NewDisposeScope();
            long[] views = [.. Enumerable.Range(0, Optimisation.Batch).Select(view => (long)view)];
            optimiser.Step(step, [(new TrainingBatch(views, new StepRandom(1, StageKind.III, step)), 1.0)]);
        }

        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        optimiser.Dispose();
        Modules[0].Dispose();
        latents.Dispose();
    }
}
