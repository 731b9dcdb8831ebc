using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Sampling.Flow;

/// <summary>Latents as plain arrays. Released arrays are handed out again, so that a warm step loop allocates nothing. For one thread.</summary>
public sealed class ArraySpace : ILinearSpace<float[]>
{
    private readonly Dictionary<int, Stack<float[]>> _free = [];

    /// <summary>Hands out an array whose content is undefined.</summary>
    /// <param name="length">Number of elements.</param>
    /// <returns>An array that the caller owns and gives back with <see cref="Release"/>.</returns>
    public float[] Rent(int length) =>
        _free.TryGetValue(length, out var stack) && stack.TryPop(out var array) ? array : new float[length];

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public float[] AddScaled(float[] x, float[] y, double scale)
    {
        Check(x, y);
        var (result, factor) = (Rent(x.Length), (float)scale);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = x[i] + (factor * y[i]);
        }

        return result;
    }

    /// <inheritdoc/>
    /// <remarks>Sums in double.</remarks>
    /// <exception cref="ShapeException">There is no element, the lengths differ, or there are more or fewer weights than elements.</exception>
    public float[] Combine(ReadOnlySpan<float[]> elements, ReadOnlySpan<double> weights)
    {
        if (elements.Length == 0 || elements.Length != weights.Length)
        {
            throw new ShapeException($"{elements.Length} latents cannot be combined with {weights.Length} weights; give one weight for each, at least one.");
        }

        for (var k = 1; k < elements.Length; k++)
        {
            Check(elements[0], elements[k]);
        }

        var result = Rent(elements[0].Length);
        for (var i = 0; i < result.Length; i++)
        {
            var sum = 0.0;
            for (var k = 0; k < elements.Length; k++)
            {
                sum += weights[k] * elements[k][i];
            }

            result[i] = (float)sum;
        }

        return result;
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public double ScaledNorm(float[] value, float[] first, float[] second, double absolute, double relative)
    {
        Check(value, first);
        Check(value, second);
        var sum = 0.0;
        for (var i = 0; i < value.Length; i++)
        {
            var ratio = value[i] / (absolute + (relative * Math.Max(Math.Abs((double)first[i]), Math.Abs((double)second[i]))));
            sum += ratio * ratio;
        }

        return Math.Sqrt(sum / value.Length);
    }

    /// <inheritdoc/>
    public void Release(float[] element)
    {
        if (!_free.TryGetValue(element.Length, out var stack))
        {
            _free[element.Length] = stack = new Stack<float[]>();
        }

        stack.Push(element);
    }

    private static void Check(float[] x, float[] y)
    {
        if (x.Length != y.Length)
        {
            throw new ShapeException($"Latents of {x.Length} and {y.Length} elements cannot be combined; they must be of one shape.");
        }
    }
}

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
