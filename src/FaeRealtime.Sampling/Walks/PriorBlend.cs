using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;

namespace FaeRealtime.Sampling.Walks;

/// <summary>Blends of independent noises that are standard normal again: Σ wᵢ·εᵢ / √Σ wᵢ². Allocates nothing for blends of a few seeds.</summary>
/// <remarks>Bodin et al. 2024, «Linear combinations of latents in generative models», arXiv:2408.08558. A plain mean would lose variance (×0.707 mid-way between two).</remarks>
public static class PriorBlend
{
    private const double Smallest = 1e-12;

    // Philox streams of a stochastic sampler's steps, far from those of other purposes.
    private const ulong FirstStepStream = 0x5DE0_0000_0000;

    // What lies on the stack: seeds of a blend, and elements that are drawn at once.
    private const int FewSeeds = 64;
    private const int Chunk = 256;

    /// <summary>Adds up the weights of equal seeds, drops zeros, and divides the rest by √Σ w².</summary>
    /// <param name="blend">Seeds in any order; order of first appearance is kept.</param>
    /// <param name="destination">Receives the blend; as long as <paramref name="blend"/>, and may be it.</param>
    /// <returns>How many seeds are left.</returns>
    /// <exception cref="ConfigException">A weight is not finite, or all vanish or cancel.</exception>
    public static int Normalise(ReadOnlySpan<WeightedSeed> blend, Span<WeightedSeed> destination)
    {
        var merged = Merge(blend, destination);
        var (largest, finite) = (0.0, true);
        foreach (var (_, weight) in destination[..merged])
        {
            finite &= double.IsFinite(weight);
            largest = Math.Max(largest, Math.Abs(weight));
        }

        if (!finite || largest < Smallest)
        {
            throw NoDirection(blend);
        }

        // Scaled by the largest first, so that no square over- or underflows.
        var squares = 0.0;
        foreach (var (_, weight) in destination[..merged])
        {
            squares += weight / largest * (weight / largest);
        }

        var (length, count) = (largest * Math.Sqrt(squares), 0);
        foreach (var (seed, weight) in destination[..merged])
        {
            if (weight != 0)
            {
                destination[count++] = new WeightedSeed(seed, weight / length);
            }
        }

        return count;
    }

    /// <summary>Whether <see cref="Normalise"/> can: some seed is left when the weights of equal ones are added up. Allocates nothing.</summary>
    public static bool HasDirection(ReadOnlySpan<WeightedSeed> blend)
    {
        foreach (var (seed, _) in blend)
        {
            var sum = 0.0;
            foreach (var other in blend)
            {
                sum += other.Seed == seed ? other.Weight : 0.0;
            }

            if (Math.Abs(sum) >= Smallest)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Draws the blended noise of a latent.</summary>
    /// <param name="blend">Seeds and weights; normalised here.</param>
    /// <param name="destination">Receives standard normal noise: elements 0 … length − 1 of stream 0 of each seed, summed in double.</param>
    /// <exception cref="ConfigException">The weights have no direction.</exception>
    public static void FillNoise(ReadOnlySpan<WeightedSeed> blend, Span<float> destination) => Fill(blend, 0, destination);

    /// <summary>Adds up noises by their weights as they are: no prior is kept.</summary>
    /// <param name="blend">Seeds and weights.</param>
    /// <param name="destination">Receives the sum, of stream 0 of each seed.</param>
    public static void FillSum(ReadOnlySpan<WeightedSeed> blend, Span<float> destination) => Sum(blend, 0, destination);

    /// <summary>Draws the blended noise that a stochastic sampler adds at a step, independent of the latent's.</summary>
    /// <param name="blend">As in <see cref="FillNoise"/>.</param>
    /// <param name="step">The step's number in its plan, from 0.</param>
    /// <param name="destination">Receives standard normal noise.</param>
    /// <exception cref="ConfigException">The weights have no direction.</exception>
    public static void FillStepNoise(ReadOnlySpan<WeightedSeed> blend, int step, Span<float> destination) => Fill(blend, FirstStepStream + (ulong)step, destination);

    private static void Fill(ReadOnlySpan<WeightedSeed> blend, ulong stream, Span<float> destination)
    {
        var parts = blend.Length <= FewSeeds ? stackalloc WeightedSeed[FewSeeds] : new WeightedSeed[blend.Length];
        parts = parts[..Normalise(blend, parts)];
        Sum(parts, stream, destination);
    }

    private static void Sum(ReadOnlySpan<WeightedSeed> parts, ulong stream, Span<float> destination)
    {
        if (parts is [{ Weight: 1.0 } single])
        {
            PhiloxNoise.FillNormal(single.Seed, stream, 0, destination);
            return;
        }

        Span<float> noise = stackalloc float[Chunk];
        Span<double> sum = stackalloc double[Chunk];
        for (var start = 0; start < destination.Length; start += Chunk)
        {
            var piece = destination.Slice(start, Math.Min(Chunk, destination.Length - start));
            sum.Clear();
            foreach (var (seed, weight) in parts)
            {
                PhiloxNoise.FillNormal(seed, stream, (ulong)start, noise[..piece.Length]);
                for (var i = 0; i < piece.Length; i++)
                {
                    sum[i] += weight * noise[i];
                }
            }

            for (var i = 0; i < piece.Length; i++)
            {
                piece[i] = (float)sum[i];
            }
        }
    }

    private static int Merge(ReadOnlySpan<WeightedSeed> blend, Span<WeightedSeed> destination)
    {
        var count = 0;
        foreach (var (seed, weight) in blend)
        {
            var index = 0;
            while (index < count && destination[index].Seed != seed)
            {
                index++;
            }

            destination[index] = new WeightedSeed(seed, index < count ? destination[index].Weight + weight : weight);
            count = Math.Max(count, index + 1);
        }

        return count;
    }

    private static ConfigException NoDirection(ReadOnlySpan<WeightedSeed> blend) => new(string.Create(
        CultureInfo.InvariantCulture, $"Blend weights [{string.Join(", ", blend.ToArray().Select(item => item.Weight))}] have no direction; give finite weights of which one is not zero."));
}

/// <summary>A noise, named by its seed, and its weight in a blend.</summary>
/// <param name="Seed">Seed of the noise.</param>
/// <param name="Weight">Its weight.</param>
public readonly record struct WeightedSeed(ulong Seed, double Weight);
