using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests;

/// <summary>Cancels a run when a stage reports a step of its training, as a Ctrl+C at that moment would.</summary>
internal sealed class StopAt(StageKind stage, int step) : IProgress<TrainingProgress>, IDisposable
{
    private readonly CancellationTokenSource source = new();

    public CancellationToken Token => source.Token;

    public void Report(TrainingProgress value)
    {
        if (value.Stage == stage && value.Activity == "training" && value.Done == step)
        {
            source.Cancel();
        }
    }

    public void Dispose() => source.Dispose();
}
