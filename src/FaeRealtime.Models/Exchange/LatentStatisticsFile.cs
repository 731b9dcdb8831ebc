using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Models.Exchange;

/// <summary>Per-channel statistics of latents in a file of their own, as LightningDiT keeps them.</summary>
internal static class LatentStatisticsFile
{
    /// <summary>Puts a file's statistics into a latent's config.</summary>
    /// <param name="path">A file with tensors <c>mean</c> and <c>std</c>, each of C numbers in any shape such as <c>[1, C, 1, 1]</c>.</param>
    /// <param name="latent">The latent; C are its channels.</param>
    /// <exception cref="CheckpointException">A tensor is missing, has another number of values, or a deviation is not above 0.</exception>
    public static LatentConfig Read(string path, LatentConfig latent)
    {
        using var file = CheckpointFile.Open(path);
        var (mean, std) = (Values(file, "mean", latent.Channels), Values(file, "std", latent.Channels));
        return mean.All(double.IsFinite) && std.All(value => value > 0 && double.IsFinite(value))
            ? latent with { Mean = mean, Std = std }
            : throw new CheckpointException($"Latent statistics '{path}' hold a mean that is not finite or a deviation that is not above 0. Compute them anew.");
    }

    private static double[] Values(ICheckpoint file, string key, int channels)
    {
        var values = file.ReadSingle(key);
        return values.Length == channels
            ? [.. values.Select(value => (double)value)]
            : throw new CheckpointException($"Latent statistics '{file.Path}': '{key}' has {values.Length} values, the latent has {channels} channels. Give the statistics of these latents.");
    }
}
