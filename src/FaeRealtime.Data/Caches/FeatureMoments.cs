using FaeRealtime.Models.Autoencoder;
using TorchSharp;

namespace FaeRealtime.Data.Caches;

/// <summary>Gathers the moments that features are standardised by: a mean a channel, one deviation a block of the encoder.</summary>
/// <remarks>A deviation a channel would lift the many faint channels to the loudness of the few that carry the image, and a small latent would spend itself on them.</remarks>
internal sealed class FeatureMoments(int width) : IDisposable
{
    // A block that never varies would divide by zero; its standardised values are then 0.
    private const double SmallestDeviation = 1e-6;

    private readonly torch.Tensor _sum = torch.zeros([(long)width], torch.ScalarType.Float64).DetachFromDisposeScope();
    private readonly torch.Tensor _squares = torch.zeros([(long)width], torch.ScalarType.Float64).DetachFromDisposeScope();
    private long _count;

    /// <summary>Adds features, in double.</summary>
    /// <param name="features"><c>[B, T, D]</c> on any device. Borrowed.</param>
    public void Add(torch.Tensor features)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var exact = features.to(torch.ScalarType.Float64);
        _sum.add_(exact.sum([0L, 1L]).cpu());
        _squares.add_(exact.square().sum([0L, 1L]).cpu());
        _count += features.shape[0] * features.shape[1];
    }

    /// <summary>Mean of every channel, and root of the mean variance of each block's channels.</summary>
    /// <param name="blocks">How many blocks' tokens stand side by side in D.</param>
    /// <param name="device">Where they are put.</param>
    /// <returns>The caller disposes.</returns>
    public FeatureStatistics Statistics(int blocks, torch.Device device)
    {
        var statistics = new FeatureStatistics(width, device);
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var mean = _sum / (double)_count;
        var variance = (_squares / (double)_count - mean.square()).clamp(0);
        var deviation = variance.reshape(blocks, -1).mean([1L], keepdim: true).expand(blocks, width / blocks).reshape(-1).sqrt().clamp(SmallestDeviation); // [D]
        statistics.Assign(mean.to(torch.ScalarType.Float32), deviation.to(torch.ScalarType.Float32));
        return statistics;
    }

    public void Dispose()
    {
        _sum.Dispose();
        _squares.Dispose();
    }
}
