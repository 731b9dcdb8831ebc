using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests;

/// <summary>Does something when a stage reports a step of its training.</summary>
internal sealed class AtStep(StageKind stage, int step, Action act) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.Stage == stage && value.Activity == "training" && value.Done == step)
        {
            act();
        }
    }
}
