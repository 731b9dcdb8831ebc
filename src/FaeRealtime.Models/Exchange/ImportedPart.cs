namespace FaeRealtime.Models.Exchange;

/// <summary>One network of an imported model.</summary>
/// <param name="Part">Which.</param>
/// <param name="File">Its file in the new folder.</param>
/// <param name="Source">Where the weights came from.</param>
/// <param name="Layout">Whose keys the source had; null for random weights.</param>
/// <param name="Tensors">Tensors written.</param>
/// <param name="Parameters">Numbers in them.</param>
/// <param name="Ignored">Keys of the source that belong to something else.</param>
/// <param name="Seconds">Reading and writing.</param>
public sealed record ImportedPart(ModelParts Part, string File, string Source, string? Layout, int Tensors, long Parameters, IReadOnlyList<string> Ignored, double Seconds);
