using FaeRealtime.Evaluation.Features;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Evaluation.Reconstruction;

/// <summary>Collects what is measured of reconstructions, batch by batch.</summary>
/// <param name="space">The feature space.</param>
/// <param name="perceptual">The perceptual distance, or null.</param>
internal sealed class ReconstructedSet(FeatureSpace space, PerceptualDistance? perceptual) : IDisposable
{
    private readonly List<torch.Tensor> features = [];
    private readonly List<double> psnr = [];
    private readonly List<double> ssim = [];
    private readonly List<(double Sum, long Count)> distances = [];

    public double Psnr => psnr.Average();

    public double Ssim => ssim.Average();

    public double? Perceptual => perceptual is null ? null : distances.Sum(part => part.Sum) / distances.Sum(part => part.Count);

    /// <summary>Adds originals.</summary>
    /// <param name="images"><c>[B, 3, H, W]</c>. Borrowed.</param>
    public void Add(torch.Tensor images) => features.Add(space.Of(images).DetachFromDisposeScope());

    /// <summary>Adds a batch of reconstructions, brought to eight bits.</summary>
    /// <param name="reconstructed"><c>[B, 3, H, W]</c>, not clamped. Borrowed.</param>
    /// <param name="images">Originals. Borrowed.</param>
    /// <param name="compare">Whether the images are compared one by one, too.</param>
    public void Add(torch.Tensor reconstructed, torch.Tensor images, bool compare)
    {
        using var scope = torch.NewDisposeScope();
        var bytes = new ByteImages("reconstructions", (int)reconstructed.shape[2], [.. ByteImages.Quantise(reconstructed)]);
        Add(bytes.Gather([.. Enumerable.Range(0, bytes.Count)]));
        if (!compare)
        {
            return;
        }

        psnr.AddRange(Training.Validation.Psnr.Each(reconstructed, images));
        ssim.AddRange(Metrics.Ssim.Each(reconstructed, images));
        if (perceptual is not null)
        {
            distances.Add((perceptual.Mean(PixelRange.Symmetric.Of(reconstructed.clamp(0, 1)), PixelRange.Symmetric.Of(images)).ToDouble() * reconstructed.shape[0], reconstructed.shape[0]));
        }
    }

    /// <summary>Moments of all that were added to several sets.</summary>
    /// <returns>The caller disposes.</returns>
    public static GaussianMoments Moments(IEnumerable<ReconstructedSet> sets)
    {
        using var all = torch.cat([.. sets.SelectMany(set => set.features)], 0);
        return GaussianMoments.Of(all);
    }

    /// <inheritdoc/>
    public void Dispose() => features.ForEach(part => part.Dispose());
}
