using FaeRealtime.Sampling.Flow;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Sampling;

/// <summary>Tensors as the samplers' linear space.</summary>
public sealed class TorchLinearSpace : ILinearSpace<Tensor>
{
    /// <inheritdoc/>
    public Tensor AddScaled(Tensor x, Tensor y, double scale)
    {
        using var inference = inference_mode();
        return x.add(y, scale);
    }

    /// <inheritdoc/>
    public Tensor Combine(ReadOnlySpan<Tensor> elements, ReadOnlySpan<double> weights)
    {
        if (elements.Length == 0 || elements.Length != weights.Length)
        {
            throw new ArgumentException($"{elements.Length} elements and {weights.Length} weights: give as many of each, at least one.", nameof(weights));
        }

        using var inference = inference_mode();
        var sum = elements[0] * weights[0];
        for (var i = 1; i < elements.Length; i++)
        {
            sum.add_(elements[i], weights[i]);
        }

        return sum;
    }

    /// <inheritdoc/>
    public double ScaledNorm(Tensor value, Tensor first, Tensor second, double absolute, double relative)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var size = (first.abs().maximum(second.abs()) * relative) + absolute;
        return (value / size).square().mean().sqrt().ToDouble();
    }

    /// <inheritdoc/>
    public void Release(Tensor element) => element.Dispose();
}
