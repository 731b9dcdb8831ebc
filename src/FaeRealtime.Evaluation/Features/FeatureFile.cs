using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Reads a set from a file: images, features of anybody's network, or moments.</summary>
/// <remarks>
/// .npz of the ADM suite: <c>arr_0</c> uint8 images, <c>mu</c> and <c>sigma</c> of pool_3, <c>mu_s</c> and <c>sigma_s</c> of the spatial features. Features by name in .npz or
/// safetensors: <c>features</c> (or <c>pool_3</c>, or a float <c>arr_0</c>) <c>[N, D]</c>, <c>spatial</c> <c>[N, D']</c>, <c>logits</c> <c>[N, K]</c>. A .npy is features.
/// Where a file has moments and images, its moments count, and images give vectors only in a feature space of ours.
/// </remarks>
internal static class FeatureFile
{
    private static readonly string[] FeatureNames = ["features", "pool_3", NpzImages.ArrayName];

    /// <summary>Opens a file.</summary>
    /// <param name="path">.npz, .npy or safetensors.</param>
    /// <param name="space">Where images become vectors; null where none was named.</param>
    /// <param name="display">Told how far images are.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The set; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, damaged, or holds nothing of the kind.</exception>
    /// <exception cref="ConfigException">It holds images and no encoder was named.</exception>
    public static FeatureCollection Open(string path, FeatureSpace? space, EvaluationProgress display, CancellationToken cancellationToken)
    {
        using var arrays = ArrayFile.Open(path);
        if (arrays.Has(NpzImages.ArrayName) && arrays.IsBytes(NpzImages.ArrayName) && (space is not null || !arrays.Has("mu")))
        {
            return Images(NpzImages.Open(path), space, display, cancellationToken);
        }

        var features = FeatureNames.FirstOrDefault(name => arrays.Has(name) && !arrays.IsBytes(name));
        if (features is null && !arrays.Has("mu"))
        {
            throw new CheckpointException($"{path} holds no set to compare: {string.Join(", ", arrays.Names)}. Give arr_0 (pictures), features, or mu and sigma.");
        }

        return new FeatureCollection
        {
            Name = Path.GetFileName(path),
            Features = features is null ? null : arrays.Matrix(features),
            Given = arrays.Has("mu") ? Moments(arrays, "mu", "sigma") : null,
            Spatial = arrays.Has("mu_s") ? Moments(arrays, "mu_s", "sigma_s") : arrays.Has("spatial") ? SpatialMoments(arrays) : null,
            Logits = arrays.Has("logits") ? arrays.Matrix("logits") : null,
        };
    }

    /// <summary>Vectors of images.</summary>
    /// <exception cref="ConfigException">No encoder was named.</exception>
    public static FeatureCollection Images(IImageBatches images, FeatureSpace? space, EvaluationProgress display, CancellationToken cancellationToken) => space is null
        ? throw new ConfigException($"{images.Name} holds pictures: the frozen encoder is needed to compare them.") { Subject = nameof(EvaluationOptions.EncoderPath) }
        : FeatureCollection.Of($"{images.Count} pictures of {images.Name}", space.All(images, display.Begin($"features of {images.Name}", images.Count), cancellationToken));

    private static GaussianMoments SpatialMoments(ArrayFile arrays)
    {
        using var spatial = arrays.Matrix("spatial");
        return GaussianMoments.Of(spatial);
    }

    private static GaussianMoments Moments(ArrayFile arrays, string mean, string covariance)
    {
        var (mu, sigma) = (arrays.Doubles(mean, 1), arrays.Doubles(covariance, 2));
        return new GaussianMoments(torch.tensor(mu.Values, mu.Shape), torch.tensor(sigma.Values, sigma.Shape));
    }
}
