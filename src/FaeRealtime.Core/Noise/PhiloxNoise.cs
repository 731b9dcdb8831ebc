namespace FaeRealtime.Core.Noise;

/// <summary>Random numbers that are a function of (seed, stream, index) alone: the same at every batch size, in any order, on every machine.</summary>
/// <remarks>
/// Philox4x32-10 with the seed as key. Elements 2j and 2j+1 of a stream come from counter (j, stream), two 64-bit halves in order; a uniform takes the
/// upper 53 bits of its half, a pair of normals takes both halves through Box–Muller in double. The draws of one (seed, stream) therefore share their bits:
/// give each purpose its own stream.
/// </remarks>
public static class PhiloxNoise
{
    private const double UnitOf53Bits = 1.0 / (1L << 53);

    /// <summary>Fills with standard normals, computed in double and rounded once.</summary>
    /// <param name="seed">The key.</param>
    /// <param name="stream">One independent sequence per purpose.</param>
    /// <param name="offset">Index in the stream of the first element written.</param>
    /// <param name="destination">Receives elements offset … offset + length − 1.</param>
    public static void FillNormal(ulong seed, ulong stream, ulong offset, Span<float> destination)
    {
        for (var i = 0; i < destination.Length;)
        {
            var index = unchecked(offset + (ulong)i);
            var (first, second) = NormalPair(seed, stream, index >> 1);
            if ((index & 1) == 0)
            {
                destination[i++] = (float)first;
                if (i == destination.Length)
                {
                    return;
                }
            }

            destination[i++] = (float)second;
        }
    }

    /// <summary>Fills with uniforms in [0, 1), multiples of 2⁻⁵³.</summary>
    /// <param name="seed">The key.</param>
    /// <param name="stream">One independent sequence per purpose.</param>
    /// <param name="offset">Index in the stream of the first element written.</param>
    /// <param name="destination">Receives elements offset … offset + length − 1.</param>
    public static void FillUniform(ulong seed, ulong stream, ulong offset, Span<double> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            var index = unchecked(offset + (ulong)i);
            var (even, odd) = Halves(seed, stream, index >> 1);
            destination[i] = Unit((index & 1) == 0 ? even : odd);
        }
    }

    /// <summary>One integer in [0, <paramref name="exclusiveMax"/>).</summary>
    /// <remarks>The upper word of a 64×64-bit product: no value's probability is off by more than 2⁻⁶⁴.</remarks>
    /// <param name="seed">The key.</param>
    /// <param name="stream">One independent sequence per purpose.</param>
    /// <param name="index">Which draw of the stream.</param>
    /// <param name="exclusiveMax">At least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMax"/> is below 1.</exception>
    public static long NextInt64(ulong seed, ulong stream, ulong index, long exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMax, 1);
        var (even, odd) = Halves(seed, stream, index >> 1);
        return (long)Math.BigMul((index & 1) == 0 ? even : odd, (ulong)exclusiveMax, out _);
    }

    private static (double First, double Second) NormalPair(ulong seed, ulong stream, ulong block)
    {
        var (even, odd) = Halves(seed, stream, block);
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - Unit(even)));
        var (sine, cosine) = Math.SinCos(2.0 * Math.PI * Unit(odd));
        return (radius * cosine, radius * sine);
    }

    private static (ulong Even, ulong Odd) Halves(ulong seed, ulong stream, ulong block)
    {
        var (x0, x1, x2, x3) = Philox4x32.Block((block, stream), seed);
        return (((ulong)x1 << 32) | x0, ((ulong)x3 << 32) | x2);
    }

    private static double Unit(ulong bits) => (bits >> 11) * UnitOf53Bits;
}
