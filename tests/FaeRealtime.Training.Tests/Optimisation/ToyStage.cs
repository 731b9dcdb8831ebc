using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Optimisation;

/// <summary>A stage of one weight that walks towards 3, and fails at a chosen step.</summary>
internal sealed class ToyStage : ITrainingStage
{
    private readonly TorchSharp.Modules.Linear _network = torch.nn.Linear(1, 1, hasBias: false);

    public ToyStage(OptimisationRecipe recipe)
    {
        Optimisation = recipe;
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            _network.weight.fill_(0);
        }

        Modules = [new TrainedModule("toy", _network, torch.nn.Linear(1, 1, hasBias: false))];
    }

    public StageKind Kind => StageKind.Ia;

    public OptimisationRecipe Optimisation { get; }

    public int Views => 4;

    public IReadOnlyList<TrainedModule> Modules { get; }

    public int? NotANumberAt { get; init; }

    /// <summary>Told about every part of a batch before it is computed.</summary>
    public Action<TrainingBatch>? Computing { get; set; }

    public int Published { get; private set; }

    public StepLosses Losses(TrainingBatch batch)
    {
        Computing?.Invoke(batch);
        var loss = (_network.weight - 3).square().mean();
        return new StepLosses(batch.Random.Step >= NotANumberAt ? loss * float.NaN : loss, []);
    }

    /// <summary>What validations give, in order.</summary>
    public Queue<double> Values { get; init; } = new();

    public IReadOnlyList<string> PublishedFiles => [];

    public BestMetric? BestMetric => new("value", Rises: false);

    public IReadOnlyList<(string Name, double Value)> Validate() => Values.TryDequeue(out var value) ? [("value", value)] : [];

    public bool WriteSampleGrid(string path) => false;

    public void Publish() => Published++;

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }
    }
}
