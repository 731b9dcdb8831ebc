using FaeRealtime.Core.Noise;

namespace FaeRealtime.Data.Sources;

/// <summary>Chooses, in every class, the images that training never sees.</summary>
internal static class HeldOutSplit
{
    // For data sets that come without a split.
    private const double Share = 0.05;
    private const ulong Seed = 1;

    /// <summary>Divides a data set that has no split of its own: one in twenty of every class is held out, the same ones every time.</summary>
    /// <param name="images">In the data set's order, which both parts keep.</param>
    public static (ImageEntry[] Train, ImageEntry[] HeldOut) Divide(ImageEntry[] images)
    {
        var held = Choose(Array.ConvertAll(images, image => image.Label), Share, Seed);
        return ([.. images.Where((_, i) => !held[i])], [.. images.Where((_, i) => held[i])]);
    }

    /// <summary>Holds out a share of each class, rounded, at least one where the class has two or more.</summary>
    /// <param name="classOf">The class index of each image.</param>
    /// <param name="share">In [0, 1).</param>
    /// <param name="seed">Equal seeds and images give equal splits.</param>
    /// <returns>For each image, whether it is held out.</returns>
    public static bool[] Choose(IReadOnlyList<int> classOf, double share, ulong seed)
    {
        var heldOut = new bool[classOf.Count];
        foreach (var group in Enumerable.Range(0, classOf.Count).GroupBy(index => classOf[index]))
        {
            var members = group.ToArray();
            var wanted = members.Length < 2 ? 0 : Math.Max(1, (int)Math.Round(share * members.Length));
            for (var i = 0; i < wanted; i++)
            {
                var j = i + (int)PhiloxNoise.NextInt64(seed, (ulong)group.Key, (ulong)i, members.Length - i);
                (members[i], members[j]) = (members[j], members[i]);
                heldOut[members[i]] = true;
            }
        }

        return heldOut;
    }
}
