using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;

namespace FaeRealtime.Sampling.Walks;

/// <summary>Blends of independent noises that are standard normal again: Σ wᵢ·εᵢ / √Σ wᵢ².</summary>
/// <remarks>Bodin et al. 2024, «Linear combinations of latents in generative models», arXiv:2408.08558. A plain mean would lose variance (×0.707 mid-way between two).</remarks>
public static class PriorBlend
{
    private const double Smallest = 1e-12;

    // Philox streams of a stochastic sampler's steps, far from those of other purposes.
    private const ulong FirstStepStream = 0x5DE0_0000_0000;

    /// <summary>w / √Σ w², for weights of different noises.</summary>
    /// <param name="weights">At least one not zero.</param>
    /// <exception cref="ConfigException">A weight is not finite, or all vanish.</exception>
    public static IReadOnlyList<double> Normalise(IReadOnlyList<double> weights)
    {
        var largest = weights.Count == 0 ? 0 : weights.Max(Math.Abs);
        if (!weights.All(double.IsFinite) || largest < Smallest)
        {
            throw new ConfigException(string.Create(
                CultureInfo.InvariantCulture, $"Blend weights [{string.Join(", ", weights)}] have no direction; give finite weights of which one is not zero."));
        }

        // Scaled by the largest first, so that no square over- or underflows.
        var length = largest * Math.Sqrt(weights.Sum(weight => weight / largest * (weight / largest)));
        return [.. weights.Select(weight => weight / length)];
    }

    /// <summary>Adds up the weights of equal seeds, drops zeros, and normalises the rest.</summary>
    /// <param name="blend">Seeds in any order; order of first appearance is kept.</param>
    /// <exception cref="ConfigException">A weight is not finite, or all vanish or cancel.</exception>
    public static IReadOnlyList<WeightedSeed> Normalise(IReadOnlyList<WeightedSeed> blend)
    {
        var merged = new List<WeightedSeed>(blend.Count);
        foreach (var (seed, weight) in blend)
        {
            var index = merged.FindIndex(other => other.Seed == seed);
            if (index < 0)
            {
                merged.Add(new WeightedSeed(seed, weight));
            }
            else
            {
                merged[index] = new WeightedSeed(seed, merged[index].Weight + weight);
            }
        }

        var weights = Normalise(merged.ConvertAll(item => item.Weight));
        return [.. merged.Select((item, index) => item with { Weight = weights[index] }).Where(item => item.Weight != 0)];
    }

    /// <summary>Draws the blended noise of a latent.</summary>
    /// <param name="blend">Seeds and weights; normalised here.</param>
    /// <param name="destination">Receives standard normal noise: elements 0 … length − 1 of stream 0 of each seed, summed in double.</param>
    /// <exception cref="ConfigException">The weights have no direction.</exception>
    public static void FillNoise(IReadOnlyList<WeightedSeed> blend, Span<float> destination) => Fill(blend, 0, destination);

    /// <summary>Draws the noise that a stochastic sampler adds at a step: of the same seeds and weights, so that it moves with the latent's.</summary>
    /// <param name="blend">Seeds and weights; normalised here.</param>
    /// <param name="step">The step's number in its plan, from 0.</param>
    /// <param name="destination">Receives standard normal noise, independent of other steps' and of <see cref="FillNoise"/>.</param>
    /// <exception cref="ConfigException">The weights have no direction.</exception>
    public static void FillStepNoise(IReadOnlyList<WeightedSeed> blend, int step, Span<float> destination) => Fill(blend, FirstStepStream + (ulong)step, destination);

    private static void Fill(IReadOnlyList<WeightedSeed> blend, ulong stream, Span<float> destination)
    {
        var parts = Normalise(blend);
        if (parts is [{ Weight: 1.0 } single])
        {
            PhiloxNoise.FillNormal(single.Seed, stream, 0, destination);
            return;
        }

        var noise = new float[destination.Length];
        var sum = new double[destination.Length];
        foreach (var (seed, weight) in parts)
        {
            PhiloxNoise.FillNormal(seed, stream, 0, noise);
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += weight * noise[i];
            }
        }

        for (var i = 0; i < sum.Length; i++)
        {
            destination[i] = (float)sum[i];
        }
    }
}
