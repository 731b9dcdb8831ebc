using FaeRealtime.Core.Errors;

namespace FaeRealtime.Sampling.Walks;

/// <summary>An endless morph through the seeds s, s + stride, s + 2·stride …: at each whole position stands the pure noise of one seed.</summary>
/// <remarks>Between two, weights (cos, sin)(π·u/2): the arc that keeps unit variance.</remarks>
public sealed class SeedWalk
{
    /// <summary>Seeds of a blend at most.</summary>
    public const int MostSeeds = 2;

    private readonly bool eased;

    /// <summary>Creates the walk.</summary>
    /// <param name="seed">The seed at position 0.</param>
    /// <param name="stride">From one key seed to the next, modulo 2⁶⁴; not zero.</param>
    /// <param name="eased">Whether the walk slows at each key seed instead of moving evenly.</param>
    /// <exception cref="ConfigException">The stride is zero.</exception>
    public SeedWalk(ulong seed, ulong stride = 1, bool eased = false)
    {
        Seed = seed;
        Stride = stride == 0 ? throw new ConfigException("A walk's stride is 0, so that it would stand still; give 1 or more.") : stride;
        this.eased = eased;
    }

    /// <summary>The seed at position 0.</summary>
    public ulong Seed { get; }

    /// <summary>From one key seed to the next.</summary>
    public ulong Stride { get; }

    /// <summary>The key seed that stands at a whole position.</summary>
    /// <param name="key">The position; negative ones walk backwards.</param>
    public ulong KeySeed(long key) => unchecked(Seed + ((ulong)key * Stride));

    /// <summary>The blend at a position.</summary>
    /// <param name="position">In key seeds, up to ±2⁵².</param>
    /// <returns>Normalised weights of one or two seeds.</returns>
    /// <exception cref="ConfigException">The position is out of range or not a number.</exception>
    public WeightedSeed[] At(double position)
    {
        Span<WeightedSeed> blend = stackalloc WeightedSeed[MostSeeds];
        return blend[..At(position, blend)].ToArray();
    }

    /// <summary>The blend at a position, without allocating.</summary>
    /// <param name="position">In key seeds, up to ±2⁵².</param>
    /// <param name="blend">Receives normalised weights; room for <see cref="MostSeeds"/>.</param>
    /// <returns>How many seeds there are, 1 or 2.</returns>
    /// <exception cref="ConfigException">The position is out of range or not a number.</exception>
    public int At(double position, Span<WeightedSeed> blend)
    {
        if (!(Math.Abs(position) <= 1L << 52))
        {
            throw new ConfigException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"A walk's position is {position}; give a number within ±2^52."));
        }

        var floor = Math.Floor(position);
        var from = KeySeed((long)floor);
        var progress = position - floor;
        if (progress == 0)
        {
            blend[0] = new WeightedSeed(from, 1.0);
            return 1;
        }

        var (sine, cosine) = Math.SinCos(0.5 * Math.PI * (eased ? Easing.Smooth(progress) : progress));
        blend[0] = new WeightedSeed(from, cosine);
        blend[1] = new WeightedSeed(KeySeed((long)floor + 1), sine);
        return MostSeeds;
    }
}
