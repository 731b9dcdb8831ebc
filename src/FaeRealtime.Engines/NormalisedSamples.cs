using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Engines;

/// <summary>Brings the latents of real pictures into the space that the generator and the blends work in.</summary>
internal static class NormalisedSamples
{
    /// <returns>(z − mean)/std per channel, one <c>[C, h, w]</c> a picture; z itself while the model has no statistics.</returns>
    public static IReadOnlyList<float[]> Of(SampleLatents samples, LatentConfig latent)
    {
        var plane = samples.Side * samples.Side;
        var normalised = new float[samples.Count][];
        for (var n = 0; n < samples.Count; n++)
        {
            normalised[n] = samples.Latent(n).ToArray();
            for (var i = 0; latent.Mean.Count > 0 && i < normalised[n].Length; i++)
            {
                var channel = i / plane;
                normalised[n][i] = (float)((normalised[n][i] - latent.Mean[channel]) / latent.Std[channel]);
            }
        }

        return normalised;
    }
}
