namespace FaeRealtime.Evaluation.Generation;

/// <summary>Which class each sample is asked for.</summary>
internal static class ClassShares
{
    /// <summary>As many of each class as its share of the real set gives, by largest remainders; the classes take turns, so that a part of the list has them all.</summary>
    /// <param name="weights">How many real images each class has, or 1 each for balanced classes.</param>
    /// <param name="count">Samples in all.</param>
    public static IReadOnlyList<int> Assign(IReadOnlyList<long> weights, int count)
    {
        var total = (double)weights.Sum();
        var shares = weights.Select(weight => weight / total * count).ToArray();
        var counts = shares.Select(share => (int)share).ToArray();
        foreach (var index in Enumerable.Range(0, shares.Length).OrderByDescending(i => shares[i] - counts[i]).ThenBy(i => i).Take(count - counts.Sum()))
        {
            counts[index]++;
        }

        // The j-th of a class's n samples stands at (j + ½)/n of the way.
        return [.. Enumerable.Range(0, counts.Length)
            .SelectMany(label => Enumerable.Range(0, counts[label]).Select(j => (Label: label, Place: (j + 0.5) / counts[label])))
            .OrderBy(sample => sample.Place).ThenBy(sample => sample.Label)
            .Select(sample => sample.Label)];
    }
}
