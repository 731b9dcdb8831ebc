using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>Where a training run is.</summary>
/// <param name="Stage">The running stage; null for what belongs to none.</param>
/// <param name="Activity">What is being done: <c>training</c>, <c>features</c>, …</param>
/// <param name="Done">Steps or images done.</param>
/// <param name="Total">Steps or images in all.</param>
/// <param name="ImagesPerSecond">Rate since this process began the activity.</param>
/// <param name="Remaining">Estimated time to the activity's end.</param>
/// <param name="Losses">Means since the last report; empty where none were read.</param>
public sealed record TrainingProgress(
    StageKind? Stage,
    string Activity,
    int Done,
    int Total,
    double ImagesPerSecond,
    TimeSpan Remaining,
    IReadOnlyList<(string Name, double Value)> Losses);
