using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Autoencoder;

namespace FaeRealtime.Data.Caches;

/// <summary>Standardised features of both splits, with the statistics of the training split. Disposes them.</summary>
/// <param name="Train">Training images' features.</param>
/// <param name="HeldOut">Held-out images' features.</param>
/// <param name="Statistics">What they are standardised by.</param>
internal sealed record EncodedSplits(FeatureCache Train, FeatureCache HeldOut, FeatureStatistics Statistics) : IDisposable
{
    /// <summary>Computes what fits into memory.</summary>
    /// <param name="source">The frozen encoder. Borrowed.</param>
    /// <param name="data">The images. Borrowed; must outlive this.</param>
    /// <param name="memory">Bytes that each split may keep.</param>
    /// <param name="statistics">Measures the training split's statistics, or finds them.</param>
    /// <param name="reporter">Given an activity and how many views it has, returns what is told how many are done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static EncodedSplits Open(
        FeatureSource source, TrainingData data, long memory, Func<FeatureCache, FeatureStatistics> statistics, Func<string, int, Action<int>> reporter, CancellationToken cancellationToken)
    {
        var train = FeatureCache.Open(source, data.Train, memory, reporter("features", data.Train.Views), cancellationToken);
        var heldOut = FeatureCache.Open(source, data.HeldOut, memory, reporter("held-out features", data.HeldOut.Views), cancellationToken);
        var splits = new EncodedSplits(train, heldOut, statistics(train));
        train.StandardiseBy(splits.Statistics);
        heldOut.StandardiseBy(splits.Statistics);
        return splits;
    }

    public void Dispose()
    {
        Train.Dispose();
        HeldOut.Dispose();
        Statistics.Dispose();
    }
}
