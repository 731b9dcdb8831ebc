using FaeRealtime.Core.Config;
using FaeRealtime.Data.Loading;
using FaeRealtime.Models.Encoders;
using TorchSharp;

namespace FaeRealtime.Data.Caches;

/// <summary>Runs the frozen encoder over images, batch by batch.</summary>
/// <param name="encoder">Borrowed.</param>
/// <param name="config">What it is.</param>
/// <param name="device">Where it lies, and where its features are made.</param>
internal sealed class FeatureSource(IImageEncoder encoder, VisionEncoderConfig config, torch.Device device)
{
    /// <summary>Views that are encoded at once. An interrupted pass resumes at a multiple of it, because a matrix product's rounding may depend on its height.</summary>
    public const int Batch = 32;

    // Batches decoded ahead of the one that is encoded.
    private const int Ahead = 4;

    /// <summary>Tokens an image.</summary>
    public int Tokens => config.Grid * config.Grid;

    /// <summary>Width of a feature token.</summary>
    public int Width => config.FeatureWidth;

    /// <summary>Where features are made.</summary>
    public torch.Device Device => device;

    /// <summary>Raw features of some views.</summary>
    /// <returns><c>[B, T, D]</c>; the caller disposes.</returns>
    public torch.Tensor Features(ImageSet images, ReadOnlySpan<long> views)
    {
        using var inference = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var input = EncoderInput.Resize(images.Gather(views, device), config.InputSize);
        return encoder.Features(input).MoveToOuterDisposeScope();
    }

    /// <summary>Hands every view's number to a consumer, a batch at a time, with the images of the next ones being decoded.</summary>
    /// <param name="images">The images.</param>
    /// <param name="views">Which, in order.</param>
    /// <param name="consume">Receives the position of the first in <paramref name="views"/>, and the batch. Runs in a dispose scope without gradients.</param>
    /// <param name="report">Told how many views are done; may be null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public static void ForEach(ImageSet images, long[] views, Action<int, long[]> consume, Action<int>? report, CancellationToken cancellationToken)
    {
        using var inference = torch.no_grad();
        for (var start = 0; start < views.Length; start += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            images.Announce(views.AsSpan(start, Math.Min((1 + Ahead) * Batch, views.Length - start)));
            using var scope = torch.NewDisposeScope();
            var batch = views[start..Math.Min(start + Batch, views.Length)];
            consume(start, batch);
            report?.Invoke(start + batch.Length);
        }
    }

    /// <summary>Views from one on to the end.</summary>
    public static long[] From(long first, int views) => [.. Enumerable.Range(0, views - (int)first).Select(i => first + i)];
}
