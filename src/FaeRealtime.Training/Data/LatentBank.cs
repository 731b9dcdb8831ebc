using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Data;

/// <summary>The posterior of every view of a set, in memory: what stages II and III need of the pictures' features.</summary>
internal sealed class LatentBank : IDisposable
{
    private readonly torch.Tensor means;
    private readonly torch.Tensor deviations;

    private LatentBank(torch.Tensor means, torch.Tensor deviations)
    {
        this.means = means;
        this.deviations = deviations;
    }

    /// <summary>Runs the frozen encoder and the latent encoder over a set.</summary>
    public static LatentBank Compute(FeatureSource source, LatentEncoder encoder, int channels, PictureSet pictures, Action<int>? report, CancellationToken cancellationToken)
    {
        var means = torch.empty([pictures.Views, source.Tokens, channels]).DetachFromDisposeScope();
        var deviations = torch.empty([pictures.Views, source.Tokens, channels]).DetachFromDisposeScope();
        source.ForEach(
            pictures,
            (start, features) =>
            {
                var (mean, logVariance) = encoder.Encode(encoder.Features.Standardise(features));
                means.narrow(0, start, mean.shape[0]).copy_(mean);
                deviations.narrow(0, start, mean.shape[0]).copy_((logVariance * 0.5).exp());
            },
            report,
            cancellationToken);
        return new LatentBank(means, deviations);
    }

    /// <summary>Posterior means as a grid.</summary>
    /// <param name="views">int64 <c>[B]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Mean(torch.Tensor views)
    {
        using var chosen = means.index_select(0, views);
        return LatentGrid.FromTokens(chosen);
    }

    /// <summary>Samples z = μ + σ·ε as a grid.</summary>
    /// <param name="views">int64 <c>[B]</c>. Borrowed.</param>
    /// <param name="noise">ε <c>[B, T, C]</c>. Borrowed.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public torch.Tensor Sample(torch.Tensor views, torch.Tensor noise)
    {
        using var scope = torch.NewDisposeScope();
        var z = means.index_select(0, views).addcmul(deviations.index_select(0, views), noise, 1);
        return LatentGrid.FromTokens(z).MoveToOuterDisposeScope();
    }

    /// <summary>Per-channel mean and deviation of sampled z: E[μ], √(Var[μ] + E[σ²]), exact over the posterior's noise.</summary>
    public (double[] Mean, double[] Std) Statistics()
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (mu, sigma) = (means.to(torch.ScalarType.Float64), deviations.to(torch.ScalarType.Float64));
        var mean = mu.mean([0L, 1L]);
        var variance = (mu - mean).square().mean([0L, 1L]) + sigma.square().mean([0L, 1L]);
        return (TensorExport.Values<double>(mean), TensorExport.Values<double>(variance.sqrt()));
    }

    public void Dispose()
    {
        means.Dispose();
        deviations.Dispose();
    }
}
