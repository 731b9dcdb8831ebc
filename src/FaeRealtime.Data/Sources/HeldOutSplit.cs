using FaeRealtime.Core.Noise;

namespace FaeRealtime.Data.Sources;

/// <summary>Chooses, in every class, the pictures that training never sees.</summary>
internal static class HeldOutSplit
{
    // For data sets that come without a split.
    private const double Share = 0.05;
    private const ulong Seed = 1;

    /// <summary>Divides a data set that has no split of its own: one in twenty of every class is held out, the same ones every time.</summary>
    /// <param name="pictures">In the data set's order, which both parts keep.</param>
    public static (PictureEntry[] Train, PictureEntry[] HeldOut) Divide(PictureEntry[] pictures)
    {
        var held = Choose(Array.ConvertAll(pictures, picture => picture.Label), Share, Seed);
        return ([.. pictures.Where((_, i) => !held[i])], [.. pictures.Where((_, i) => held[i])]);
    }

    /// <summary>Holds out a share of each class, rounded, at least one where the class has two or more.</summary>
    /// <param name="classOf">The class index of each picture.</param>
    /// <param name="share">In [0, 1).</param>
    /// <param name="seed">Equal seeds and pictures give equal splits.</param>
    /// <returns>For each picture, whether it is held out.</returns>
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
