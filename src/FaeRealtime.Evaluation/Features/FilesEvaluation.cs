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
        if (reference.FromPictures != samples.FromPictures)
        {
            throw new ConfigException($"{reference.Name} and {samples.Name} are not in one space: one holds pictures, the other features or statistics. Give two files of one kind.");
        }

        return new FilesReport(Distance(reference.FromPictures ? space!.EncoderName : options.FeaturesOf), reference.Name, samples.Name, SetMetrics.Compare(reference, samples, cancellationToken));
    }

    private static FeatureCollection Open(string path, FeatureSpace? space, EvaluationOptions evaluation, EvaluationProgress display, CancellationToken cancellationToken) => Directory.Exists(path)
        ? FeatureFile.Pictures(FolderImages.Open(path, evaluation.Model.Config.PixelDecoder.ImageSize), space, display, cancellationToken)
        : FeatureFile.Open(path, space, display, cancellationToken);

    private static string Distance(string? network) => network switch
    {
        null => "FD",
        _ when network.Equals(Inception, StringComparison.OrdinalIgnoreCase) => "FID",
        _ => $"FD-{network}",
    };
}
