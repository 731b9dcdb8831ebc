using FaeRealtime.Models.Autoencoder;
using TorchSharp;

namespace FaeRealtime.Training.Data;

/// <summary>The frozen encoder's features of every view of a set, in memory.</summary>
internal sealed class FeatureBank : IDisposable
{
    private readonly torch.Tensor features;

    private FeatureBank(torch.Tensor features) => this.features = features;

    /// <summary>Computes raw features <c>[V, T, D]</c>.</summary>
    public static FeatureBank Compute(FeatureSource source, PictureSet pictures, Action<int>? report, CancellationToken cancellationToken)
    {
        var all = torch.empty([pictures.Views, source.Tokens, source.Width]);
        all.DetachFromDisposeScope();
        source.ForEach(
            pictures,
            (start, batch) =>
            {
                using var place = all.narrow(0, start, batch.shape[0]);
                place.copy_(batch);
            },
            report,
            cancellationToken);
        return new FeatureBank(all);
    }

    /// <summary>Mean a channel and deviation a block over all views and tokens, accumulated in double.</summary>
    /// <param name="blocks">How many blocks' tokens stand side by side.</param>
    public FeatureStatistics Statistics(int blocks) => FeatureMoments.Of(features, blocks);

    /// <summary>Standardises in place: (x − mean)/std.</summary>
    public void Standardise(FeatureStatistics statistics)
    {
        using var scope = torch.NewDisposeScope();
        features.sub_(statistics.Mean);
        features.div_(statistics.Std);
    }

    /// <summary>√ of the mean square over everything; 1 after standardisation with this set's own statistics.</summary>
    public double RootMeanSquare()
    {
        using var scope = torch.NewDisposeScope();
        return Math.Sqrt(features.square().mean().ToDouble());
    }

    /// <summary>Copies views into a batch.</summary>
    /// <param name="views">Indices, int64 <c>[B]</c>. Borrowed.</param>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public torch.Tensor Gather(torch.Tensor views) => features.index_select(0, views);

    /// <summary>The first <paramref name="count"/> views without a copy; the caller disposes.</summary>
    public torch.Tensor Slice(int start, int count) => features.narrow(0, start, count);

    public void Dispose() => features.Dispose();
}
