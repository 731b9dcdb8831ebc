using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>Turns counts into progress with rate and remaining time.</summary>
internal sealed class ProgressMeter(IProgress<TrainingProgress>? progress, TimeProvider clock, StageKind? stage, string activity, int total, int imagesEach, int from = 0)
{
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Images a second since this meter was made.</summary>
    public double Rate(int done)
    {
        var seconds = clock.GetElapsedTime(_start).TotalSeconds;
        return seconds > 0 ? (done - from) * (double)imagesEach / seconds : 0;
    }

    /// <summary>Tells the listener.</summary>
    public void Report(int done, IReadOnlyList<(string Name, double Value)>? losses = null)
    {
        var seconds = done > from ? clock.GetElapsedTime(_start).TotalSeconds / (done - from) * (total - done) : 0;
        progress?.Report(new TrainingProgress(stage, activity, done, total, Rate(done), TimeSpan.FromSeconds(seconds), losses ?? []));
    }
}
