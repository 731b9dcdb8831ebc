namespace FaeRealtime.Evaluation.Features;

/// <summary>What <c>fae eval files</c> was asked for.</summary>
/// <param name="Evaluation">Model and encoder, for files of images.</param>
/// <param name="Reference">The real set.</param>
/// <param name="Samples">What is compared with it.</param>
public sealed record FilesOptions(EvaluationOptions Evaluation, string Reference, string Samples)
{
    /// <summary>The network that made the features in the files: <c>inception</c> for ADM's, whose distance alone is called FID.</summary>
    public string? FeaturesOf { get; init; }
}
