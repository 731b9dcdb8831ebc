using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Training.Conditions;

/// <summary>Whitens a table of phrases over the captions that they stand in.</summary>
internal static class PhraseWhiteningOf
{
    // Beside the mean of the eigenvalues: what hardly varies is not blown up to what varies most.
    private const double Ridge = 0.1;

    // Of unit vectors: less is rounding.
    private const double LeastSpread = 1e-9;

    // Numbers of shares that are held at once.
    private const int Part = 4 << 20;

    /// <summary>
    /// The same phrases, whitened: M = U(Λ + ε)^−½Uᵀ/c over the covariance UΛUᵀ of the captions' means μ, with ε a tenth of the mean of Λ, and c so that a caption has length 1 in the mean square.
    /// Captions and not phrases, for a generator is told means, and «red hair» stands in more of them than «purple beanie».
    /// </summary>
    /// <param name="table">Unit vectors.</param>
    /// <param name="captions">The rows of each caption's phrases; one without phrases does not count.</param>
    /// <exception cref="ConfigException">There is no caption, or all say the same.</exception>
    public static PhraseTable Table(PhraseTable table, IEnumerable<IReadOnlyList<int>> captions)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (count, width) = (table.Phrases.Count, table.Width);
        float[] values = [.. Enumerable.Range(0, count).SelectMany(row => table.Vector(row).ToArray())];
        var vectors = torch.tensor(values, [count, width]).to(torch.ScalarType.Float64); // [P, W]
        var (total, products, captionCount) = (torch.zeros([width], torch.ScalarType.Float64), torch.zeros([width, width], torch.ScalarType.Float64), 0L);
        foreach (var part in captions.Where(rows => rows.Count > 0).Chunk(Math.Max(1, Part / count)))
        {
            using var own = torch.NewDisposeScope();
            var means = torch.tensor(Shares(part, count), [part.Length, count]).to(torch.ScalarType.Float64).matmul(vectors); // [N, W]
            total.add_(means.sum(0L));
            products.add_(means.t().matmul(means));
            captionCount += part.Length;
        }

        var mean = total / Math.Max(1, captionCount); // [W]
        var covariance = (products / Math.Max(1, captionCount)) - torch.outer(mean, mean); // [W, W]
        if (covariance.trace().ToDouble() < LeastSpread)
        {
            throw new ConfigException($"The recipe's model.generator.text.whitened asks for phrases that differ, but the training pictures have {captionCount} captions, which all say the same. Leave it out, or give captions.");
        }

        var (spread, axes) = torch.linalg.eigh(covariance); // [W], [W, W]
        spread = spread.clamp(min: 0);
        var map = (axes * (spread + (Ridge * spread.mean())).rsqrt()).matmul(axes.t()); // [W, W]
        var length = map.matmul(covariance).matmul(map).trace().sqrt();
        map = length.ToDouble() > 0 ? map / length : map;
        return new PhraseTable(table.Encoder, width, table.Phrases, TensorExport.Values((vectors - mean).matmul(map).to(torch.ScalarType.Float32)))
        {
            Whitening = new PhraseWhitening(TensorExport.Values(mean.to(torch.ScalarType.Float32)), TensorExport.Values(map.to(torch.ScalarType.Float32))),
        };
    }

    // Row-major [N, P]: what part of a caption each phrase is.
    private static float[] Shares(IReadOnlyList<int>[] captions, int phrases)
    {
        var shares = new float[captions.Length * phrases];
        foreach (var (row, caption) in captions.Index())
        {
            foreach (var phrase in caption)
            {
                shares[(row * phrases) + phrase] += 1f / caption.Count;
            }
        }

        return shares;
    }
}
