namespace FaeRealtime.Evaluation.Patches;

/// <summary>What <c>fae eval patches</c> found.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Encoder">The encoder whose features x are.</param>
/// <param name="Grid">Patches in a row of the grid.</param>
/// <param name="Files">The PNGs.</param>
/// <param name="Restored">How like x's the similarities in x̂ are: the correlation over all pairs of patches of an image, mean over the images.</param>
/// <param name="Latent">The same of z.</param>
/// <param name="RestoredMatches">Share of x's matches between two images that x̂ has too; null for one image.</param>
/// <param name="LatentMatches">The same of z.</param>
public sealed record PatchReport(
    string Model, string Encoder, int Grid, IReadOnlyList<string> Files, double Restored, double Latent, double? RestoredMatches, double? LatentMatches);
