using System.Diagnostics;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Training.Optimisation;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>A generator with random gradients, and each part of its update by itself, in seconds.</summary>
internal sealed class UpdateParts : IDisposable
{
    private const double Decay = 0.999;
    private const double Norm = 1;

    private readonly TrainedModule module;
    private readonly AdamParts adams;
    private readonly Parameter[] weights;
    private readonly Parameter[] averages;
    private readonly torch.Tensor loss = torch.ones([]).DetachFromDisposeScope();

    public UpdateParts(ModelConfig model)
    {
        var network = new LightningDiT(model.Generator, model.Latent);
        network.Initialise(1);
        module = new TrainedModule("generator", network, new LightningDiT(model.Generator, model.Latent));
        weights = [.. module.Parameters().Select(named => named.Trained)];
        averages = [.. module.Averages().Select(named => named.Averaged)];
        adams = new AdamParts(weights);
        foreach (var weight in weights)
        {
            weight.grad = torch.randn_like(weight).DetachFromDisposeScope();
        }
    }

    public int Tensors => weights.Length;

    public long Parameters => weights.Sum(weight => weight.numel());

    public double Clip() => Time(() => GradientClip.Apply(weights, Norm).Dispose());

    /// <summary>As the check for values that are not finite does: a sum, and its one number on the host.</summary>
    public double ReadNumber() => Time(() =>
    {
        using var both = loss + loss;
        both.ToDouble();
    });

    public double Descend() => adams.Fused();

    public double DescendAsPublished() => adams.Published();

    public double Average() => Time(() => module.Average(Decay));

    /// <summary>What a loop over parameters does.</summary>
    public double AverageOneByOne() => Time(() =>
    {
        using var guard = torch.no_grad();
        foreach (var (weight, average) in weights.Zip(averages))
        {
            using var share = torch.tensor((float)(1 - Decay));
            average.lerp_(weight, share);
        }
    });

    public void Dispose()
    {
        adams.Dispose();
        module.Dispose();
        loss.Dispose();
    }

    internal static double Time(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
