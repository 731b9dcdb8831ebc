using FaeRealtime.Core.Errors;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>The squared Fréchet distance of two normal distributions.</summary>
/// <remarks>
/// ‖μ₁ − μ₂‖² + tr Σ₁ + tr Σ₂ − 2·tr (Σ₁Σ₂)^½ (Dowson &amp; Landau 1982; Heusel et al. 2017, arXiv:1706.08500). The last trace is Σ√λ of Σ₁^½·Σ₂·Σ₁^½, a symmetric matrix
/// with the product's eigenvalues: both decompositions are of symmetric matrices, so that covariances of less than full rank need neither a term on the diagonal nor complex numbers.
/// Called FID only in the space of the 2015 Inception network; elsewhere FD-<i>encoder</i>.
/// </remarks>
internal static class FrechetDistance
{
    /// <summary>Computes it.</summary>
    /// <param name="first">Borrowed.</param>
    /// <param name="second">Of the same width. Borrowed.</param>
    /// <returns>0 or more, up to rounding.</returns>
    /// <exception cref="ShapeException">The widths differ.</exception>
    public static double Between(GaussianMoments first, GaussianMoments second)
    {
        if (first.Width != second.Width)
        {
            throw new ShapeException($"Features of width {first.Width} cannot be compared with features of width {second.Width}. Use features of one network for both sets.");
        }

        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var means = (first.Mean - second.Mean).square().sum();
        var traces = first.Covariance.trace() + second.Covariance.trace();
        return (means + traces - (RootTrace(first.Covariance, second.Covariance) * 2)).ToDouble();
    }

    private static torch.Tensor RootTrace(torch.Tensor first, torch.Tensor second)
    {
        var (values, vectors) = torch.linalg.eigh(first); // [D], [D, D]
        var root = (vectors * values.clamp(0).sqrt()).matmul(vectors.t()); // [D, D]
        var product = root.matmul(second).matmul(root); // [D, D]
        var symmetric = (product + product.t()) * 0.5;

        // What is below 0 is rounding: both covariances are positive semi-definite.
        return torch.linalg.eigvalsh(symmetric).clamp(0).sqrt().sum();
    }
}
