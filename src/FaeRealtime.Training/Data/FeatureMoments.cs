using FaeRealtime.Models.Autoencoder;
using TorchSharp;

namespace FaeRealtime.Training.Data;

/// <summary>The moments that features are standardised by: a mean a channel, one deviation a block of the encoder.</summary>
/// <remarks>A deviation a channel would lift the many faint channels to the loudness of the few that carry the picture, and a small latent would spend itself on them.</remarks>
internal static class FeatureMoments
{
    // A block that never varies would divide by zero; its standardised values are then 0.
    private const double SmallestDeviation = 1e-6;
    private const int Chunk = 64;

    /// <summary>Means over the first two dimensions and root mean squares over each block too, in two passes, summed in double over chunks.</summary>
    /// <param name="features"><c>[V, T, D]</c>. Borrowed.</param>
    /// <param name="blocks">How many blocks' tokens stand side by side in D.</param>
    public static FeatureStatistics Of(torch.Tensor features, int blocks)
    {
        var statistics = new FeatureStatistics((int)features.shape[2]);
        using var inference = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var count = (double)features.shape[0] * features.shape[1];
        var mean = Sum(features, chunk => chunk) / count;
        var variance = Sum(features, chunk => (chunk - mean).square()) / count;
        var deviation = variance.reshape(blocks, -1).mean([1L], keepdim: true).expand(blocks, variance.numel() / blocks).reshape(-1).sqrt().clamp(SmallestDeviation); // [D]
        statistics.Assign(mean.to(torch.ScalarType.Float32), deviation.to(torch.ScalarType.Float32));
        return statistics;
    }

    private static torch.Tensor Sum(torch.Tensor features, Func<torch.Tensor, torch.Tensor> map)
    {
        var total = torch.zeros([features.shape[2]], torch.ScalarType.Float64);
        for (long start = 0; start < features.shape[0]; start += Chunk)
        {
            using var scope = torch.NewDisposeScope();
            var chunk = features.narrow(0, start, Math.Min(Chunk, features.shape[0] - start)).to(torch.ScalarType.Float64);
            total.add_(map(chunk).sum([0L, 1L]));
        }

        return total;
    }
}
