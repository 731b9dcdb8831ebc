using FaeRealtime.Evaluation.Features;

namespace FaeRealtime.Evaluation.Patches;

/// <summary>What <c>fae eval patches</c> was asked for.</summary>
/// <param name="Evaluation">Model and encoder.</param>
/// <param name="Pictures">Image files, at least one; matches need two.</param>
/// <param name="OutFolder">Where <c>similarity.png</c> and <c>matches.png</c> go.</param>
public sealed record PatchOptions(EvaluationOptions Evaluation, IReadOnlyList<string> Pictures, string OutFolder)
{
    /// <summary>Rows and columns of the patches whose similarity to all others is drawn; empty for two in the middle of each image.</summary>
    public IReadOnlyList<(int Row, int Column)> Patches { get; init; } = [];

    /// <summary>Most matches drawn between two images.</summary>
    public int Matches { get; init; } = 12;
}
