using TorchSharp;

namespace FaeRealtime.Training.Losses;

/// <summary>KL(N(μ, σ²) ‖ N(0, 1)) = ½·(μ² + σ² − 1 − log σ²).</summary>
internal static class KlDivergence
{
    /// <summary>Summed over channels, averaged over tokens.</summary>
    /// <param name="mean">μ <c>[B, T, C]</c>. Borrowed.</param>
    /// <param name="logVariance">log σ² <c>[B, T, C]</c>. Borrowed.</param>
    /// <returns>A scalar; the caller disposes.</returns>
    public static torch.Tensor PerToken(torch.Tensor mean, torch.Tensor logVariance)
    {
        using var scope = torch.NewDisposeScope();
        var terms = mean.square() + logVariance.exp() - logVariance - 1;
        return (terms.sum(-1).mean() * 0.5).MoveToOuterDisposeScope();
    }
}
