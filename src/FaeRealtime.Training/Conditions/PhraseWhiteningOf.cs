using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Training.Conditions;

/// <summary>Whitens a table of phrases.</summary>
internal static class PhraseWhiteningOf
{
    // Beside the mean of the eigenvalues: what hardly varies is not blown up to what varies most.
    private const double Ridge = 0.1;

    /// <summary>The same phrases, whitened: M = U(Λ + ε)^−½Uᵀ/c over their covariance UΛUᵀ, with ε a tenth of the mean of Λ, and c so that vectors have length 1 in the mean square.</summary>
    /// <param name="table">Unit vectors.</param>
    public static PhraseTable Table(PhraseTable table)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (count, width) = (table.Phrases.Count, table.Width);
        float[] values = [.. Enumerable.Range(0, count).SelectMany(row => table.Vector(row).ToArray())];
        var vectors = torch.tensor(values, [count, width]).to(torch.ScalarType.Float64); // [P, W]
        var mean = vectors.mean([0L]); // [W]
        var centred = vectors - mean;
        var covariance = centred.t().matmul(centred) / count; // [W, W]
        var (spread, axes) = torch.linalg.eigh(covariance); // [W], [W, W]
        spread = spread.clamp(min: 0);
        var map = (axes * (spread + (Ridge * spread.mean())).rsqrt()).matmul(axes.t()); // [W, W]
        var length = centred.matmul(map).square().sum(1L).mean().sqrt();
        map = length.ToDouble() > 0 ? map / length : map;
        return new PhraseTable(table.Encoder, width, table.Phrases, TensorExport.Values(centred.matmul(map).to(torch.ScalarType.Float32)))
        {
            Whitening = new PhraseWhitening(TensorExport.Values(mean.to(torch.ScalarType.Float32)), TensorExport.Values(map.to(torch.ScalarType.Float32))),
        };
    }
}
