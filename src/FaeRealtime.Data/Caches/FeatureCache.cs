using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Autoencoder;
using TorchSharp;

namespace FaeRealtime.Data.Caches;

/// <summary>The frozen encoder's features of every view of a set: computed once and kept where they fit into memory, otherwise computed for each batch.</summary>
internal sealed class FeatureCache : IDisposable
{
    // Means and deviations of a sample this large no longer move; larger sets are looked at in even steps.
    private const int StatisticsViews = 8192;

    private readonly FeatureSource _source;
    private readonly ImageSet _images;
    private readonly torch.Tensor? _kept;
    private FeatureStatistics? _statistics;

    private FeatureCache(FeatureSource source, ImageSet images, torch.Tensor? kept)
    {
        _source = source;
        _images = images;
        _kept = kept;
    }

    /// <summary>Whether features are kept, so that images are not needed for them.</summary>
    public bool IsKept => _kept is not null;

    /// <summary>Computes and keeps the features if they fit.</summary>
    /// <param name="source">The frozen encoder. Borrowed.</param>
    /// <param name="images">The set. Borrowed.</param>
    /// <param name="memory">Bytes that may be kept.</param>
    /// <param name="report">Told how many views are done; may be null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static FeatureCache Open(FeatureSource source, ImageSet images, long memory, Action<int>? report, CancellationToken cancellationToken)
    {
        if ((long)images.Views * source.Tokens * source.Width * sizeof(float) > memory)
        {
            return new FeatureCache(source, images, null);
        }

        var all = torch.empty([images.Views, source.Tokens, source.Width]);
        all.DetachFromDisposeScope();
        FeatureSource.ForEach(
            images,
            FeatureSource.From(0, images.Views),
            (start, views) =>
            {
                using var place = all.narrow(0, start, views.Length);
                place.copy_(source.Features(images, views));
            },
            report,
            cancellationToken);
        return new FeatureCache(source, images, all);
    }

    /// <summary>Mean a channel and deviation a block over tokens and views, summed in double; of a set with more than 8192 views, over that many of them.</summary>
    /// <param name="blocks">How many blocks' tokens stand side by side.</param>
    /// <param name="report">Told how many views are done; may be null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The caller disposes.</returns>
    public FeatureStatistics Measure(int blocks, Action<int>? report, CancellationToken cancellationToken)
    {
        using var moments = new FeatureMoments(_source.Width);
        FeatureSource.ForEach(_images, Sample(_images.Views), (_, views) => moments.Add(Raw(views)), IsKept ? null : report, cancellationToken);
        return moments.Statistics(blocks, _source.Device);
    }

    /// <summary>Fixes what <see cref="Gather"/> standardises by.</summary>
    /// <param name="measured">Borrowed; must outlive this.</param>
    public void StandardiseBy(FeatureStatistics measured) => _statistics = measured;

    /// <summary>Tells which views will be gathered soon.</summary>
    public void Announce(ReadOnlySpan<long> views)
    {
        if (!IsKept)
        {
            _images.Announce(views);
        }
    }

    /// <summary>Standardised features of views: (x − mean)/std.</summary>
    /// <param name="views">Indices of B views.</param>
    /// <returns><c>[B, T, D]</c> without gradient, on the encoder's device; the caller disposes.</returns>
    public torch.Tensor Gather(long[] views)
    {
        using var guard = torch.no_grad();
        using var raw = Raw(views);
        return (_statistics ?? throw new InvalidOperationException("Features are gathered before their statistics are known.")).Standardise(raw);
    }

    /// <summary>Standardised features of consecutive views.</summary>
    /// <returns><c>[B, T, D]</c>, float32; the caller disposes.</returns>
    public torch.Tensor Slice(int start, int count) => Gather(FeatureSource.From(start, start + count));

    /// <summary>Features of views as the encoder gave them.</summary>
    /// <returns><c>[B, T, D]</c> on the encoder's device; the caller disposes.</returns>
    public torch.Tensor Raw(long[] views)
    {
        if (_kept is null)
        {
            return _source.Features(_images, views);
        }

        using var index = torch.tensor(views);
        using var chosen = _kept.index_select(0, index);
        return chosen.to(_source.Device);
    }

    public void Dispose() => _kept?.Dispose();

    /// <summary>The views that statistics are measured on.</summary>
    internal static long[] Sample(int views)
    {
        var count = Math.Min(views, StatisticsViews);
        return [.. Enumerable.Range(0, count).Select(i => (long)i * views / count)];
    }
}
