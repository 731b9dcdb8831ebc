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
/// <param name="seams">Counts the images' seams, in eight bits as they are shown.</param>
internal sealed class ReconstructedSet(FeatureSpace space, PerceptualDistance? perceptual, SeamIndex seams) : IDisposable
{
    private readonly List<torch.Tensor> _features = [];
    private readonly List<double> _psnr = [];
    private readonly List<double> _ssim = [];
    private readonly List<(double Sum, long Count)> _distances = [];
    private readonly SecondSpace? _second = perceptual is null ? null : new SecondSpace(perceptual);

    public double Psnr => _psnr.Average();

    public double Ssim => _ssim.Average();

    public double? Perceptual => perceptual is null ? null : _distances.Sum(part => part.Sum) / _distances.Sum(part => part.Count);

    public double? Seams => seams.Value;

    /// <summary>Adds originals.</summary>
    /// <param name="images"><c>[B, 3, H, W]</c>. Borrowed.</param>
    public void Add(torch.Tensor images)
    {
        _features.Add(space.Of(images).DetachFromDisposeScope());
        seams.Add(images);
        _second?.Add(images);
    }

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

        _psnr.AddRange(Training.Validation.Psnr.Each(reconstructed, images));
        _ssim.AddRange(Metrics.Ssim.Each(reconstructed, images));
        if (perceptual is not null)
        {
            _distances.Add((perceptual.Mean(PixelRange.Symmetric.Of(reconstructed.clamp(0, 1)), PixelRange.Symmetric.Of(images)).ToDouble() * reconstructed.shape[0], reconstructed.shape[0]));
        }
    }

    /// <summary>Moments of all that were added to several sets.</summary>
    /// <returns>The caller disposes.</returns>
    public static GaussianMoments Moments(IEnumerable<ReconstructedSet> sets)
    {
        using var all = torch.cat([.. sets.SelectMany(set => set._features)], 0);
        return GaussianMoments.Of(all);
    }

    /// <summary>The distance of two groups of sets in the perceptual net's space; null where there is none.</summary>
    public static double? SecondDistance(ReconstructedSet[] originals, ReconstructedSet[] made) =>
        originals[0]._second is null ? null : SecondSpace.Distance(originals.Select(set => set._second!), made.Select(set => set._second!));

    /// <inheritdoc/>
    public void Dispose()
    {
        _features.ForEach(part => part.Dispose());
        _second?.Dispose();
    }
}
