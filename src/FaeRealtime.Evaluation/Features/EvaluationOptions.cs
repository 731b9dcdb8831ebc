using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Evaluation.Features;

/// <summary>What every evaluation needs to know.</summary>
/// <param name="Model">The model; its config names the frozen encoder.</param>
public sealed record EvaluationOptions(ModelFolder Model)
{
    /// <summary>A prepared data folder; null where the evaluation needs none.</summary>
    public string? DataPath { get; init; }

    /// <summary>Official weights of the model's frozen encoder.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>SqueezeNet 1.1 weights for the perceptual distance; null leaves it out.</summary>
    public string? PerceptualPath { get; init; }

    /// <summary>Which vector of the encoder stands for an image.</summary>
    public FeaturePooling Pooling { get; init; }

    /// <summary>Side in pixels of what the encoder sees in the feature space, a multiple of its patch; null is the model's.</summary>
    public int? InputSize { get; init; }

    /// <summary>Where networks run.</summary>
    public torch.Device Device { get; init; } = torch.CPU;

    /// <summary>Whether the data may lose more than 1 % of its images, labels or all captions.</summary>
    public bool AllowLoss { get; init; }

    /// <summary>Seed of a random encoder in place of <see cref="EncoderPath"/>: tests only.</summary>
    internal ulong? RandomEncoderSeed { get; init; }
}

/// <summary>Tells a listener how far each activity of an evaluation is.</summary>
internal sealed class EvaluationProgress(IProgress<TrainingProgress>? progress, TimeProvider clock)
{
    /// <summary>Begins an activity over a number of images; the result takes how many are done.</summary>
    public Action<int> Begin(string activity, int total)
    {
        var meter = new ProgressMeter(progress, clock, null, activity, total, 1);
        return done => meter.Report(done);
    }
}
