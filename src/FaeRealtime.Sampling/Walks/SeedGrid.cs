namespace FaeRealtime.Sampling.Walks;

/// <summary>Seeds as a plane: one to the right is the next seed, one down a hundred seeds further. Between grid points, weights (cos, sin)(π·u/2) a direction: the arc that keeps unit variance.</summary>
/// <remarks>The layout of StyleGAN3's visualizer; along x it is the walk through seeds s, s + 1, s + 2 …</remarks>
public static class SeedGrid
{
    /// <summary>Seeds about a point, at most.</summary>
    public const int MostSeeds = 4;

    // StyleGAN3's visualizer.
    private const long Row = 100;

    /// <summary>The seed at a grid point.</summary>
    /// <param name="seed">The one at the origin.</param>
    /// <param name="x">Columns to the right.</param>
    /// <param name="y">Rows down.</param>
    public static ulong At(ulong seed, long x, long y = 0) => unchecked(seed + (ulong)x + (ulong)(y * Row));

    /// <summary>The seeds about a point.</summary>
    /// <param name="origin">The seed at the origin, and the weight of the whole.</param>
    /// <param name="x">Columns to the right.</param>
    /// <param name="y">Rows down.</param>
    /// <param name="straight">Weights 1 − u and u instead of the arc's.</param>
    /// <param name="blend">Receives the seeds; room for <see cref="MostSeeds"/>.</param>
    /// <returns>How many there are, 1 to 4.</returns>
    public static int Around(WeightedSeed origin, double x, double y, bool straight, Span<WeightedSeed> blend)
    {
        var (column, row) = (Math.Floor(x), Math.Floor(y));
        var (left, right) = Pair(x - column, straight);
        var (upper, lower) = Pair(y - row, straight);
        var count = 0;
        Add(origin, (long)column, (long)row, left * upper, blend, ref count);
        Add(origin, (long)column + 1, (long)row, right * upper, blend, ref count);
        Add(origin, (long)column, (long)row + 1, left * lower, blend, ref count);
        Add(origin, (long)column + 1, (long)row + 1, right * lower, blend, ref count);
        return count;
    }

    /// <summary>The weights of two points between which a share of the way is covered.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <param name="straight">1 − u and u instead of the arc's.</param>
    public static (double From, double To) Pair(double share, bool straight)
    {
        if (straight || share == 0)
        {
            return (1.0 - share, share);
        }

        var (sine, cosine) = Math.SinCos(0.5 * Math.PI * share);
        return (cosine, sine);
    }

    private static void Add(WeightedSeed origin, long x, long y, double weight, Span<WeightedSeed> blend, ref int count)
    {
        if (weight != 0)
        {
            blend[count++] = new WeightedSeed(At(origin.Seed, x, y), origin.Weight * weight);
        }
    }
}
