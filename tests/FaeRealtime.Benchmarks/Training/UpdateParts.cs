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

    private readonly TrainedModule _module;
    private readonly AdamParts _adams;
    private readonly Parameter[] _weights;
    private readonly Parameter[] _averages;
    private readonly torch.Tensor _loss = torch.ones([]).DetachFromDisposeScope();

    public UpdateParts(ModelConfig model)
    {
        var network = new LightningDiT((LightningDiTConfig)model.Generator, model.Latent);
        network.Initialise(1);
        _module = new TrainedModule("generator", network, new LightningDiT((LightningDiTConfig)model.Generator, model.Latent));
        _weights = [.. _module.Parameters().Select(named => named.Trained)];
        _averages = [.. _module.Averages().Select(named => named.Averaged)];
        _adams = new AdamParts(_weights);
        foreach (var weight in _weights)
        {
            weight.grad = torch.randn_like(weight).DetachFromDisposeScope();
        }
    }

    public int Tensors => _weights.Length;

    public long Parameters => _weights.Sum(weight => weight.numel());

    public double Clip() => Time(() => GradientClip.Apply(_weights, Norm).Dispose());

    /// <summary>As the check for values that are not finite does: a sum, and its one number on the host.</summary>
    public double ReadNumber() => Time(() =>
    {
        using var both = _loss + _loss;
        both.ToDouble();
    });

    public double Descend() => _adams.Fused();

    public double DescendAsPublished() => _adams.Published();

    public double Average() => Time(() => _module.Average(Decay));

    /// <summary>What a loop over parameters does.</summary>
    public double AverageOneByOne() => Time(() =>
    {
        using var guard = torch.no_grad();
        foreach (var (weight, average) in _weights.Zip(_averages))
        {
            using var share = torch.tensor((float)(1 - Decay));
            average.lerp_(weight, share);
        }
    });

    public void Dispose()
    {
        _adams.Dispose();
        _module.Dispose();
        _loss.Dispose();
    }

    internal static double Time(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
