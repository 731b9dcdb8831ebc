using TorchSharp;

namespace FaeRealtime.Data.Caches;

/// <summary>The posterior of every view of a set: what stages II and III need of the images' features. It lies in a mapped file; z is sampled anew each time.</summary>
/// <param name="file">The posteriors. Owned by this.</param>
/// <param name="device">Where results are put.</param>
internal sealed class LatentDataset(LatentFile file, torch.Device device) : IDisposable
{
    // Moments of a sample this large no longer move; larger sets are looked at in even steps.
    private const int StatisticsViews = 65_536;

    /// <summary>Posterior means as a grid.</summary>
    /// <param name="views">Indices of B views.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Mean(long[] views)
    {
        using var scope = torch.NewDisposeScope();
        return LatentGrid.FromTokens(Gather(views).Mean).MoveToOuterDisposeScope();
    }

    /// <summary>Samples z = μ + σ·ε as a grid.</summary>
    /// <param name="views">Indices of B views.</param>
    /// <param name="noise">ε <c>[B, T, C]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Sample(long[] views, torch.Tensor noise)
    {
        using var scope = torch.NewDisposeScope();
        var (mean, logVariance) = Gather(views);
        var z = mean.addcmul((logVariance * 0.5).exp(), noise, 1); // [B, T, C]
        return LatentGrid.FromTokens(z).MoveToOuterDisposeScope();
    }

    /// <summary>Per-channel mean and deviation of sampled z: E[μ], √(Var[μ] + E[σ²]), exact over the posterior's noise; of a set with more than 65536 views, over that many of them.</summary>
    public (double[] Mean, double[] Std) Statistics()
    {
        var layout = file.Layout;
        var (sum, squares, noise) = (new double[layout.Channels], new double[layout.Channels], new double[layout.Channels]);
        var (means, logVariances) = (new float[layout.Values], new float[layout.Values]);
        var count = Math.Min(layout.Views, StatisticsViews);
        for (var i = 0; i < count; i++)
        {
            file.Read((long)i * layout.Views / count, means, logVariances);
            for (var k = 0; k < means.Length; k++)
            {
                var channel = k % layout.Channels;
                sum[channel] += means[k];
                squares[channel] += (double)means[k] * means[k];
                noise[channel] += Math.Exp(logVariances[k]);
            }
        }

        var values = (double)count * layout.Tokens;
        return (
            Array.ConvertAll(sum, total => total / values),
            [.. Enumerable.Range(0, layout.Channels).Select(channel => Math.Sqrt((squares[channel] - (sum[channel] * sum[channel] / values) + noise[channel]) / values))]);
    }

    public void Dispose() => file.Dispose();

    // [B, T, C] each.
    private (torch.Tensor Mean, torch.Tensor LogVariance) Gather(long[] views)
    {
        var layout = file.Layout;
        var (means, logVariances) = (new float[views.Length * layout.Values], new float[views.Length * layout.Values]);
        for (var i = 0; i < views.Length; i++)
        {
            file.Read(views[i], means.AsSpan(i * layout.Values, layout.Values), logVariances.AsSpan(i * layout.Values, layout.Values));
        }

        long[] shape = [views.Length, layout.Tokens, layout.Channels];
        return (torch.tensor(means, shape, device: device), torch.tensor(logVariances, shape, device: device));
    }
}
