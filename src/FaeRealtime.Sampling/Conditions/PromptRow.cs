namespace FaeRealtime.Sampling.Conditions;

/// <summary>The two parts of a prompt's numbers as <see cref="PhraseVectors.Read"/> makes them: <c>[N]</c>, what is asked for, or <c>[2·N]</c>, behind it what guidance leads away from.</summary>
public static class PromptRow
{
    /// <summary>What is asked for.</summary>
    /// <param name="row"><c>[N]</c>, <c>[2·N]</c> or empty.</param>
    /// <param name="numbers">N.</param>
    /// <returns><c>[N]</c>; a row of another length as it is, for who reads it to refuse.</returns>
    public static ReadOnlySpan<float> Wanted(ReadOnlySpan<float> row, int numbers) => IsDouble(row, numbers) ? row[..numbers] : row;

    /// <summary>What guidance leads away from.</summary>
    /// <param name="row"><c>[N]</c>, <c>[2·N]</c> or empty.</param>
    /// <param name="numbers">N.</param>
    /// <returns><c>[N]</c>; empty where it leads away from no words.</returns>
    public static ReadOnlySpan<float> Away(ReadOnlySpan<float> row, int numbers) => IsDouble(row, numbers) ? row[numbers..] : [];

    private static bool IsDouble(ReadOnlySpan<float> row, int numbers) => numbers > 0 && row.Length == 2 * numbers;
}
