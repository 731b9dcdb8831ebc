using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Distillation;

/// <summary>How far two sets of vectors are apart as distributions: an unbiased estimate from a batch, zero in expectation for equal distributions and then as often below zero as above.</summary>
/// <remarks>
/// Gretton et al. 2012, lemma 6: the mean over i ≠ j of k(x_i, x_j) + k(y_i, y_j) − k(x_i, y_j) − k(x_j, y_i); with k(x, y) = −‖x − y‖ it is the energy distance (Székely and Rizzo 2013). Pairs of
/// one row are left out on all sides, because sample and image of a row have the condition in common. Distances are divided by √D, so that a number means the same for any width.
/// </remarks>
internal static class DistributionDistance
{
    // Keeps the root's slope finite where two vectors meet.
    private const double Floor = 1e-6;

    // Shares of the mean squared distance of real pairs.
    private static readonly double[] Widths = [0.25, 1, 4];

    /// <summary>Compares sets.</summary>
    /// <param name="kind">How.</param>
    /// <param name="samples"><c>[G, B, D]</c>: G comparisons of B vectors, B at least 2. Borrowed.</param>
    /// <param name="real">The same, without gradient. Borrowed.</param>
    /// <returns>The mean over the comparisons, a scalar with gradient; the caller disposes.</returns>
    public static torch.Tensor Between(DistributionKind kind, torch.Tensor samples, torch.Tensor real)
    {
        using var scope = torch.NewDisposeScope();
        var rows = samples.shape[1];
        var apart = 1 - torch.eye(rows, device: samples.device); // [B, B]

        // Centred, so that little is lost in products where both sets are far from zero.
        var centre = real.mean([1L], keepdim: true); // [G, 1, D]
        (samples, real) = (samples - centre, real - centre);
        var (among, within, across) = (Squared(samples, samples), Squared(real, real), Squared(samples, real)); // [G, B, B]
        var width = (within * apart).sum([1L, 2L], keepdim: true) / (rows * (rows - 1)); // [G, 1, 1]
        var difference = Kernel(among) + Kernel(within) - Kernel(across) - Kernel(across.transpose(1, 2)); // [G, B, B]
        return ((difference * apart).sum() / (samples.shape[0] * rows * (rows - 1))).MoveToOuterDisposeScope();

        torch.Tensor Kernel(torch.Tensor squared) => kind == DistributionKind.Energy
            ? -(squared + Floor).sqrt()
            : Widths.Select(share => 1 / (1 + (squared / ((width * share) + Floor)))).Aggregate((sum, one) => sum + one) / Widths.Length;
    }

    private static torch.Tensor Squared(torch.Tensor x, torch.Tensor y)
    {
        var (first, second) = (x.square().sum(-1, keepdim: true), y.square().sum(-1, keepdim: true)); // [G, B, 1]
        return (first + second.transpose(1, 2) - (2 * x.matmul(y.transpose(1, 2)))).clamp_min(0) / x.shape[2]; // [G, B, B]
    }
}
