namespace FaeRealtime.Data.Accounts;

/// <summary>What one reason kept out of a data set.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many files, members or lines.</param>
/// <param name="First">The first names, at most <see cref="MostNames"/>.</param>
public sealed record IgnoredItems(IgnoredReason Reason, int Count, IReadOnlyList<string> First)
{
    /// <summary>Names that are kept of each reason.</summary>
    public const int MostNames = 3;
}
