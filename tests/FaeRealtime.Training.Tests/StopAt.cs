using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests;

/// <summary>Cancels a run when a stage reports a step of its training, as a Ctrl+C at that moment would.</summary>
internal sealed class StopAt(StageKind stage, int step) : IProgress<TrainingProgress>, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Report(TrainingProgress value)
    {
        if (value.Stage == stage && value.Activity == "training" && value.Done == step)
        {
            _source.Cancel();
        }
    }

    public void Dispose() => _source.Dispose();
}
