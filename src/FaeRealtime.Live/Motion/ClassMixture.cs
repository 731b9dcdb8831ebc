using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Live.Motion;

/// <summary>One blend of classes handing over to another.</summary>
internal static class ClassMixture
{
    /// <summary>Blends two; where either is empty there is nothing to blend, and the nearer one stands.</summary>
    /// <param name="blend">Holds the one that is left, and receives the result, weights above 0; room for both.</param>
    /// <param name="count">How many of them there are.</param>
    /// <param name="next">The one that is reached.</param>
    /// <param name="share">How far, 0 to 1.</param>
    /// <returns>How many the result has.</returns>
    public static int Blend(Span<WeightedClass> blend, int count, ReadOnlySpan<WeightedClass> next, double share)
    {
        if (share <= 0 || next.SequenceEqual(blend[..count]))
        {
            return count;
        }

        if (share >= 1 || count == 0 || next.IsEmpty)
        {
            if (share >= (count == 0 || next.IsEmpty ? 0.5 : 1.0))
            {
                next.CopyTo(blend);
                return next.Length;
            }

            return count;
        }

        Scale(blend[..count], (1.0 - share) / ClassCondition.Sum(blend[..count]));
        var scale = share / ClassCondition.Sum(next);
        foreach (var (index, weight) in next)
        {
            Add(blend, ref count, index, weight * scale);
        }

        return count;
    }

    private static void Scale(Span<WeightedClass> blend, double factor)
    {
        foreach (ref var item in blend)
        {
            item = item with { Weight = item.Weight * factor };
        }
    }

    private static void Add(Span<WeightedClass> blend, ref int count, int index, double weight)
    {
        for (var i = 0; i < count; i++)
        {
            if (blend[i].Class == index)
            {
                blend[i] = blend[i] with { Weight = blend[i].Weight + weight };
                return;
            }
        }

        blend[count++] = new WeightedClass(index, weight);
    }
}
