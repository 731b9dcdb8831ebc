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
        return (Doubled(mean, logVariance).sum(-1).mean() * 0.5).MoveToOuterDisposeScope();
    }

    /// <summary>Twice the divergence of every element, so that the half is taken once, of a sum.</summary>
    /// <returns><c>[B, T, C]</c>; the caller disposes. Arguments as of <see cref="PerToken"/>.</returns>
    public static torch.Tensor Doubled(torch.Tensor mean, torch.Tensor logVariance)
    {
        using var scope = torch.NewDisposeScope();
        return (mean.square() + logVariance.exp() - logVariance - 1).MoveToOuterDisposeScope();
    }
}
