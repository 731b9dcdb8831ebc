using FaeRealtime.Training.Runs;

namespace FaeRealtime.Evaluation.Features;

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
