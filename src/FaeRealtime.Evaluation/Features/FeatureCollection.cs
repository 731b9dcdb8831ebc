using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>What is known of a set in a feature space: vectors, or their moments alone, and perhaps spatial features and logits.</summary>
internal sealed class FeatureCollection : IDisposable
{
    private GaussianMoments? _moments;

    /// <summary>For messages and tables.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the vectors are of images in a feature space of ours, rather than of another program's.</summary>
    public bool FromImages { get; init; }

    /// <summary><c>[N, D]</c>, or null. Owned.</summary>
    public torch.Tensor? Features { get; init; }

    /// <summary>Moments of the spatial features, or null. Owned.</summary>
    public GaussianMoments? Spatial { get; init; }

    /// <summary>A classifier's logits <c>[N, K]</c>, or null. Owned.</summary>
    public torch.Tensor? Logits { get; init; }

    /// <summary>Given moments. Owned.</summary>
    public GaussianMoments? Given
    {
        init => _moments = value;
    }

    /// <summary>Given, or of the features, computed once.</summary>
    /// <exception cref="ShapeException">There are fewer than two vectors.</exception>
    public GaussianMoments Moments => _moments ??= GaussianMoments.Of(Features ?? throw new InvalidOperationException($"{Name} has neither moments nor features."));

    /// <summary>Vectors of images.</summary>
    /// <param name="name">The set.</param>
    /// <param name="features"><c>[N, D]</c>; the collection owns them from here on.</param>
    public static FeatureCollection Of(string name, torch.Tensor features) => new() { Name = name, Features = features.DetachFromDisposeScope(), FromImages = true };

    /// <inheritdoc/>
    public void Dispose()
    {
        _moments?.Dispose();
        Features?.Dispose();
        Spatial?.Dispose();
        Logits?.Dispose();
    }
}
