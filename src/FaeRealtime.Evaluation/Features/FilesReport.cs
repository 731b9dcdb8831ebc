namespace FaeRealtime.Evaluation.Features;

/// <summary>What <c>fae eval files</c> found.</summary>
/// <param name="Distance">What the distance is called: FID for Inception features, FD-<i>network</i> for others.</param>
/// <param name="Reference">The real set.</param>
/// <param name="Samples">What was compared with it.</param>
/// <param name="Metrics">All that the files allow.</param>
public sealed record FilesReport(string Distance, string Reference, string Samples, SetComparison Metrics);
