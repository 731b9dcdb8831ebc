namespace FaeRealtime.Evaluation.Ablations;

/// <summary>A finished table.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Title">What was varied.</param>
/// <param name="Scaling">How the variants differ from the paper's.</param>
/// <param name="Seeds">Runs of each variant.</param>
/// <param name="Budget">What every run had.</param>
/// <param name="Rows">The variants in the paper's order.</param>
/// <param name="Orderings">Every pair that the paper ranks.</param>
public sealed record AblationReport(
    string Table, string Title, string Scaling, int Seeds, AblationBudget Budget, IReadOnlyList<AblationRow> Rows, IReadOnlyList<AblationOrdering> Orderings)
{
    /// <summary>What the numbers are and are not.</summary>
    public const string Meaning =
        "FD-x̂: Fréchet distance of generated to real features of the frozen encoder, a picture's tokens averaged. No pixels are involved: it is not FID. "
        + "Restored: the same of features restored from real pictures' latents. A pair is undecided where the means differ by no more than the pooled deviation over the seeds.";

    internal static AblationReport Of(AblationTable table, AblationBudget budget, int seeds, IReadOnlyList<AblationRow> rows)
    {
        var pairs = rows.SelectMany((first, i) => rows.Skip(i + 1).Select(second => (First: first, Second: second)));
        return new AblationReport(
            table.Name, table.Title, table.Scaling, seeds, budget, rows, [.. pairs.Where(pair => pair.First.PaperFid != pair.Second.PaperFid).Select(pair => AblationOrdering.Of(pair.First, pair.Second))]);
    }
}
