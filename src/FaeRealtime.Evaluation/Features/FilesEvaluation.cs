using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.ImageSets;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Compares two sets that lie in files: images, features or statistics of anybody's network.</summary>
public static class FilesEvaluation
{
    private const string Inception = "inception";

    /// <summary>Reads and compares.</summary>
    /// <param name="options">Which files.</param>
    /// <param name="progress">The listener, or null.</param>
    /// <param name="clock">For rates.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="FaeException">A file is missing, damaged, or the two do not fit.</exception>
    public static FilesReport Run(FilesOptions options, IProgress<TrainingProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        var display = new EvaluationProgress(progress, clock);
        var evaluation = options.Evaluation;
        using var space = evaluation.EncoderPath is null && evaluation.RandomEncoderSeed is null ? null : FeatureSpace.Open(evaluation.Model.Config.Encoder, evaluation);
        using var reference = Open(options.Reference, space, evaluation, display, cancellationToken);
        using var samples = Open(options.Samples, space, evaluation, display, cancellationToken);
        if (reference.FromImages != samples.FromImages)
        {
            throw new ConfigException($"{reference.Name} and {samples.Name} are not in one space: one holds pictures, the other features or statistics. Give two files of one kind.");
        }

        return new FilesReport(Distance(reference.FromImages ? space!.EncoderName : options.FeaturesOf), reference.Name, samples.Name, SetMetrics.Compare(reference, samples, cancellationToken));
    }

    private static FeatureCollection Open(string path, FeatureSpace? space, EvaluationOptions evaluation, EvaluationProgress display, CancellationToken cancellationToken) => Directory.Exists(path)
        ? FeatureFile.Images(FolderImages.Open(path, evaluation.Model.Config.PixelDecoder.ImageSize), space, display, cancellationToken)
        : FeatureFile.Open(path, space, display, cancellationToken);

    private static string Distance(string? network) => network switch
    {
        null => "FD",
        _ when network.Equals(Inception, StringComparison.OrdinalIgnoreCase) => "FID",
        _ => $"FD-{network}",
    };
}

/// <summary>What <c>fae eval files</c> was asked for.</summary>
/// <param name="Evaluation">Model and encoder, for files of images.</param>
/// <param name="Reference">The real set.</param>
/// <param name="Samples">What is compared with it.</param>
public sealed record FilesOptions(EvaluationOptions Evaluation, string Reference, string Samples)
{
    /// <summary>The network that made the features in the files: <c>inception</c> for ADM's, whose distance alone is called FID.</summary>
    public string? FeaturesOf { get; init; }
}

/// <summary>What <c>fae eval files</c> found.</summary>
/// <param name="Distance">What the distance is called: FID for Inception features, FD-<i>network</i> for others.</param>
/// <param name="Reference">The real set.</param>
/// <param name="Samples">What was compared with it.</param>
/// <param name="Metrics">All that the files allow.</param>
public sealed record FilesReport(string Distance, string Reference, string Samples, SetComparison Metrics);
