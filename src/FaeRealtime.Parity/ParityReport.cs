using FaeRealtime.Parity.Cases;

namespace FaeRealtime.Parity;

/// <summary>A golden case's outcome: a row for every tensor in it, none left out.</summary>
/// <param name="Case">The case's folder name.</param>
/// <param name="Model">The model that its config names.</param>
/// <param name="Rows">The comparisons.</param>
public sealed record ParityReport(string Case, string Model, IReadOnlyList<ParityRow> Rows)
{
    /// <summary>Whether every row holds, and there is at least one.</summary>
    public bool Passed => Rows.Count > 0 && Rows.All(row => row.Pass);
}
