namespace FaeRealtime.Evaluation.Ablations;

/// <summary>One of the paper's ablation tables.</summary>
/// <param name="Name">Such as <c>table5</c>.</param>
/// <param name="Title">What is varied.</param>
/// <param name="Scaling">How the variants are made smaller than the paper's, and which of its rows are absent.</param>
/// <param name="Variants">Its rows.</param>
public sealed record AblationTable(string Name, string Title, string Scaling, IReadOnlyList<AblationVariant> Variants);
