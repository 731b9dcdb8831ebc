namespace FaeRealtime.Core.Config;

/// <summary>Finds what a misspelt name may have meant.</summary>
public static class NearestName
{
    /// <summary>The known name with the smallest edit distance, case ignored.</summary>
    /// <param name="given">What was written.</param>
    /// <param name="known">What would be accepted.</param>
    /// <returns>The nearest, or null when nothing is known.</returns>
    public static string? Of(string given, IEnumerable<string> known) =>
        known.MinBy(candidate => Distance(given.ToUpperInvariant(), candidate.ToUpperInvariant()));

    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substitution = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
