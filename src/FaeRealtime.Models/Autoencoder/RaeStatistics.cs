using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Errors;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Autoencoder;

/// <summary>What RAE keeps beside its decoder's weights. Disposing it disposes its tensors.</summary>
/// <param name="Mean">Mean of the latent, per channel and position <c>[C, h, w]</c>; null for 0 (the released DINOv2-B statistics have none).</param>
/// <param name="Variance">Variance of the latent <c>[C, h, w]</c>; null where the latent is not normalised at all.</param>
public sealed record RaeStatistics(Tensor? Mean, Tensor? Variance) : IDisposable
{
    /// <summary>Added to the variance before the root.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Mean of RGB in [0, 1] that the frozen encoder subtracts and the decoder's output adds again; ImageNet's.</summary>
    public IReadOnlyList<double> ImageMean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>Deviation of RGB in [0, 1]; ImageNet's.</summary>
    public IReadOnlyList<double> ImageStd { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>Reads RAE's file of statistics.</summary>
    /// <param name="path">A file with <c>var</c> and perhaps <c>mean</c>.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <returns>The statistics; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is unreadable or has no <c>var</c>.</exception>
    public static RaeStatistics Load(string path, Device? device = null)
    {
        using var checkpoint = CheckpointFile.Open(path);
        var mean = checkpoint.Entries.ContainsKey("mean") ? Read(checkpoint, "mean", device) : null;
        return new RaeStatistics(mean, Read(checkpoint, "var", device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean?.Dispose();
        Variance?.Dispose();
    }

    private static Tensor Read(ICheckpoint checkpoint, string name, Device? device) =>
        tensor(checkpoint.ReadSingle(name), [.. checkpoint.Entry(name).Shape], device: device); // [C, h, w]
}
