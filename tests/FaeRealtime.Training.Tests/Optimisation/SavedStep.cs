using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Optimisation;

/// <summary>The step that a state file holds.</summary>
internal static class SavedStep
{
    public static int? Of(StateFiles files) => StageState.ReadStep(files);
}
