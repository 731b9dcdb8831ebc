using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>How a stage does on held-out images: numbers for the log, the best state, sample grids.</summary>
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
        if (stage.BestMetric is { } best && values.FirstOrDefault(value => value.Name == best.Name) is { Name: not null } found && best.IsBetter(found.Value, state.Best))
        {
            state.Best = found.Value;
            state.SaveBest(step);
        }
    }

    /// <summary>Writes a sample grid, unless another stage's weights are still missing.</summary>
    /// <param name="step">Steps done.</param>
    public void WriteSampleGrid(int step)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var path = run.Folder.SampleGridPath(stage.Kind, step);
        if (stage.WriteSampleGrid(path))
        {
            run.Log.SampleGrid(stage.Kind, step, path);
        }
    }
}
