using FaeRealtime.Evaluation.Metrics;
using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>
/// A set of images in a space that no generator is trained in: the last activations of a convolutional net, mean over places. One that was pulled towards the ViT's
/// features may come near them without its images getting better; here that shows. The pixel decoder's perceptual loss may have used the same net.
/// </summary>
/// <param name="net">The perceptual net. Borrowed.</param>
internal sealed class SecondSpace(PerceptualDistance net) : IDisposable
{
    private readonly List<torch.Tensor> _vectors = [];

    /// <summary>Adds images.</summary>
    /// <param name="images"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    public void Add(torch.Tensor images)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        _vectors.Add(net.Taps(PixelRange.Symmetric.Of(images))[^1].mean([2L, 3L]).cpu().DetachFromDisposeScope()); // [B, C]
    }

    /// <summary>The squared Fréchet distance of two groups of sets.</summary>
    /// <param name="real">All that were added to these.</param>
    /// <param name="made">And to these.</param>
    public static double Distance(IEnumerable<SecondSpace> real, IEnumerable<SecondSpace> made)
    {
        using var first = Moments(real);
        using var second = Moments(made);
        return FrechetDistance.Between(first, second);
    }

    /// <inheritdoc/>
    public void Dispose() => _vectors.ForEach(part => part.Dispose());

    private static GaussianMoments Moments(IEnumerable<SecondSpace> sets)
    {
        using var all = torch.cat([.. sets.SelectMany(set => set._vectors)], 0); // [N, C]
        return GaussianMoments.Of(all);
    }
}
