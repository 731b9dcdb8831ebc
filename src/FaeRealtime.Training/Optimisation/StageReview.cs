using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>How a stage does on held-out pictures: numbers for the log, the best state, sheets.</summary>
/// <param name="stage">Borrowed.</param>
/// <param name="run">Folder, recipe and listener.</param>
/// <param name="state">Keeps the best.</param>
internal sealed class StageReview(ITrainingStage stage, RunContext run, StageState state)
{
    /// <summary>Validates, and saves a state that is better than the best so far.</summary>
    /// <param name="step">Steps done.</param>
    public void Validate(int step)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var values = stage.Validate();
        run.Log.Validation(stage.Kind, step, values);
        run.Meter(stage.Kind, "validation", stage.Optimisation.Steps, stage.Optimisation.Batch, step).Report(step, values);
        if (stage.Goal is { } goal && values.FirstOrDefault(value => value.Name == goal.Name) is { Name: not null } found && goal.IsBetter(found.Value, state.Best))
        {
            state.Best = found.Value;
            state.SaveBest(step);
        }
    }

    /// <summary>Writes a sheet of pictures, unless another stage's weights are still missing.</summary>
    /// <param name="step">Steps done.</param>
    public void WriteSheet(int step)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var path = run.Folder.SheetPath(stage.Kind, step);
        if (stage.WriteSheet(path))
        {
            run.Log.Sheet(stage.Kind, step, path);
        }
    }
}
