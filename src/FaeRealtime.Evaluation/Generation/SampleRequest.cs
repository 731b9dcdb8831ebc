namespace FaeRealtime.Evaluation.Generation;

/// <summary>Which samples are wanted: the same request gives the same images at every batch size.</summary>
/// <param name="Labels">The class of each.</param>
/// <param name="Seed">Sample i begins from the noise that seed + i means in the demo.</param>
internal sealed record SampleRequest(IReadOnlyList<int> Labels, ulong Seed);
