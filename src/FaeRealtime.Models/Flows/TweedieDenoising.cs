using static TorchSharp.torch;

namespace FaeRealtime.Models.Flows;

/// <summary>Takes away the noise that a flow was trained on, by its own score: x + σ²·∇ log p(x) (Tweedie's formula).</summary>
internal static class TweedieDenoising
{
    /// <summary>Denoises with one backward pass.</summary>
    /// <param name="x">Noisy data <c>[B, C, H, W]</c>. Borrowed.</param>
    /// <param name="deviation">Standard deviation σ of the noise.</param>
    /// <param name="encode">The flow.</param>
    /// <returns><c>[B, C, H, W]</c>, without gradient; the caller disposes. Each picture's result is its own, whatever else is in the batch.</returns>
    public static Tensor Apply(Tensor x, double deviation, Func<Tensor, FlowEncoding> encode)
    {
        using var recording = enable_grad();
        using var scope = NewDisposeScope();
        var noisy = x.detach().clone().requires_grad_(); // [B, C, H, W]
        var nats = FlowLikelihood.PerSample(encode(noisy)).sum() * (x.numel() / (double)x.size(0)); // the sum of −log p(x), but for the constant
        var gradient = autograd.grad([nats], [noisy])[0]; // [B, C, H, W]
        return (noisy.detach() - (gradient * (deviation * deviation))).MoveToOuterDisposeScope(); // [B, C, H, W]
    }
}
