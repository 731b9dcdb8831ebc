using FaeRealtime.Core.Config;
using FaeRealtime.Core.Noise;
using TorchSharp;

namespace FaeRealtime.Evaluation.Generation;

/// <summary>The noise that a sample's seed means, the same as in the demo.</summary>
internal static class SampleNoise
{
    /// <summary>Standard normal numbers, each image's by its own seed.</summary>
    /// <param name="latent">The latent's shape.</param>
    /// <param name="seeds">One an image.</param>
    /// <param name="device">Where they are put.</param>
    /// <returns><c>[B, C, h, w]</c>; the caller disposes.</returns>
    public static torch.Tensor Of(LatentConfig latent, IReadOnlyList<ulong> seeds, torch.Device device)
    {
        var length = latent.Channels * latent.Side * latent.Side;
        var values = new float[seeds.Count * length];
        for (var i = 0; i < seeds.Count; i++)
        {
            PhiloxNoise.FillNormal(seeds[i], 0, 0, values.AsSpan(i * length, length));
        }

        return torch.tensor(values, [seeds.Count, latent.Channels, latent.Side, latent.Side], device: device); // [B, C, h, w]
    }
}
