namespace FaeRealtime.Evaluation.Patches;

/// <summary>Two patches that are each other's most similar.</summary>
/// <param name="From">Index in the first image, row by row.</param>
/// <param name="To">Index in the second.</param>
/// <param name="Similarity">Cosine.</param>
internal readonly record struct PatchMatch(int From, int To, double Similarity);
