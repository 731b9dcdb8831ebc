using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distributed;

/// <summary>A stage whose loss depends on every row's view and random numbers, with a running mean over all rows.</summary>
internal sealed class RowStage : ITrainingStage
{
    private const int Width = 16;
    private const float Decay = 0.5f;

    private readonly TorchSharp.Modules.Linear _network = torch.nn.Linear(Width, 3);
    private readonly torch.Tensor _mean = torch.zeros(1);
    private float _sum;
    private int _rows;

    public RowStage(OptimisationRecipe recipe, float start)
    {
        Optimisation = recipe;
        using (torch.no_grad())
        using (torch.NewDisposeScope())
        {
            _network.weight.fill_(start);
            _network.bias!.fill_(0);
        }

        Modules = [new TrainedModule("rows", _network, torch.nn.Linear(Width, 3), recipe.Precision)];
    }

    public StageKind Kind => StageKind.Ia;

    public OptimisationRecipe Optimisation { get; }

    public IReadOnlyList<string> PublishedFiles => [];

    public int Views => 24;

    public IReadOnlyList<TrainedModule> Modules { get; }

    public IReadOnlyList<(string Key, torch.Tensor Value)> Buffers => [("mean", _mean)];

    /// <summary>The step at which the second half of the batch has no finite loss.</summary>
    public int? BadStep { get; init; }

    public int Published { get; private set; }

    /// <summary>Asked for ahead, in order.</summary>
    public List<long> Announced { get; } = [];

    public StepLosses Losses(TrainingBatch batch)
    {
        var x = batch.Random.Normal(RandomPurpose.FeatureNoise, batch.Views.Length, Width); // [B, W]
        var target = torch.tensor(batch.Views).to(torch.float32).unsqueeze(1) / 10; // [B, 1]
        var loss = (_network.forward(x.to_type(_network.weight!.dtype)).to_type(x.dtype) - target).square().mean();
        var bad = batch.Random.Step == BadStep && batch.Random.FirstRow >= Optimisation.Batch / 2;
        _sum += target.sum().ToSingle();
        _rows += batch.Views.Length;
        return new StepLosses(bad ? loss * float.NaN : loss, [("target", target.mean())]);
    }

    public void EndStep(bool moved)
    {
        using var guard = torch.no_grad();
        if (moved)
        {
            _mean.mul_((Scalar)Decay).add_((Scalar)((1 - Decay) * _sum / _rows));
        }

        (_sum, _rows) = (0, 0);
    }

    public void Announce(ReadOnlySpan<long> views) => Announced.AddRange(views);

    public IReadOnlyList<(string Name, double Value)> Validate() => [];

    public bool WriteSampleGrid(string path) => false;

    public void Publish() => Published++;

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        _mean.Dispose();
    }
}
