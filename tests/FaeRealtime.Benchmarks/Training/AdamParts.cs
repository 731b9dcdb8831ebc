using FaeRealtime.Training.Optimisation;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Benchmarks.Training;

/// <summary>AdamW as the trainer has it, beside TorchSharp's, over the same weights and gradients; seconds a step.</summary>
internal sealed class AdamParts : IDisposable
{
    private const double Rate = 1e-6;
    private const int Tensors = 64;

    private readonly FusedAdamW fused;
    private readonly AdamW published;
    private readonly Parameter[] own;

    /// <summary>Over weights that have gradients. Borrowed.</summary>
    public AdamParts(IReadOnlyList<Parameter> weights)
        : this(weights, [])
    {
    }

    private AdamParts(IReadOnlyList<Parameter> weights, Parameter[] own)
    {
        this.own = own;
        fused = new FusedAdamW(weights, 0.9, 0.999, weightDecay: 0);
        published = torch.optim.AdamW(weights, Rate);
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

    public double Fused() => UpdateParts.Time(() => fused.Step(Rate));

    public double Published() => UpdateParts.Time(() => published.step());

    public void Dispose()
    {
        fused.Dispose();
        published.Dispose();
        foreach (var weight in own)
        {
            weight.Dispose();
        }
    }
}
