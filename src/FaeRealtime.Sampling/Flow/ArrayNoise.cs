using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Sampling.Flow;

/// <summary>A stochastic sampler's noise as a plain array: that of the seeds that also made the latent's noise.</summary>
/// <param name="space">Where arrays come from.</param>
/// <param name="seeds">The blend of seeds.</param>
public sealed class ArrayNoise(ArraySpace space, ReadOnlyMemory<WeightedSeed> seeds) : INoiseSource<float[]>
{
    /// <summary>The blend of seeds, so that one source serves latent after latent.</summary>
    public ReadOnlyMemory<WeightedSeed> Seeds { get; set; } = seeds;

    /// <inheritdoc/>
    /// <exception cref="Core.Errors.ConfigException">The weights have no direction.</exception>
    public float[] Draw(float[] latent, int index)
    {
        var noise = space.Rent(latent.Length);
        PriorBlend.FillStepNoise(Seeds.Span, index, noise);
        return noise;
    }
}
