using FaeRealtime.Training.Optimisation;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>AdamW as the trainer has it, beside TorchSharp's, over the same weights and gradients; seconds a step.</summary>
internal sealed class AdamParts : IDisposable
{
    private const double Rate = 1e-6;
    private const int Tensors = 64;

    private readonly FusedAdamW _fused;
    private readonly AdamW _published;
    private readonly Parameter[] _own;

    /// <summary>Over weights that have gradients. Borrowed.</summary>
    public AdamParts(IReadOnlyList<Parameter> weights)
        : this(weights, [])
    {
    }

    private AdamParts(IReadOnlyList<Parameter> weights, Parameter[] own)
    {
        _own = own;
        _fused = new FusedAdamW(weights, 0.9, 0.999, weightDecay: 0);
        _published = torch.optim.AdamW(weights, Rate);
    }

    /// <summary>Over random weights in 64 tensors.</summary>
    public static AdamParts OfWeights(long count)
    {
        Parameter[] weights = [.. Enumerable.Range(0, Tensors).Select(_ => new Parameter(torch.randn(count / Tensors)))];
        foreach (var weight in weights)
        {
            weight.grad = torch.randn_like(weight);
        }

        return new AdamParts(weights, weights);
    }

    public double Fused() => UpdateParts.Time(() => _fused.Step(Rate));

    public double Published() => UpdateParts.Time(() => _published.step());

    public void Dispose()
    {
        _fused.Dispose();
        _published.Dispose();
        foreach (var weight in _own)
        {
            weight.Dispose();
        }
    }
}
