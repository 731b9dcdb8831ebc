using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Optimisation;

/// <summary>The one loop of all stages: forward, then an update with AdamW; between steps it logs, validates, draws sheets and saves.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private const string Training = "training";

    private readonly ITrainingStage stage;
    private readonly RunContext run;
    private readonly OptimisationRecipe recipe;
    private readonly CadenceRecipe cadence;
    private readonly AdamW optimiser;
    private readonly OptimisationStep update;
    private readonly StageState state;
    private readonly BatchOrder order;
    private readonly LossMeter meter = new();
    private int step;

    /// <summary>Prepares a stage for training.</summary>
    /// <param name="stage">Borrowed.</param>
    /// <param name="run">Folder, recipe, clock and listener.</param>
    public TrainingLoop(ITrainingStage stage, RunContext run)
    {
        this.stage = stage;
        this.run = run;
        recipe = stage.Optimisation;
        cadence = run.Recipe.Cadence;
        var parameters = stage.Modules.SelectMany(module => module.Parameters()).Select(named => named.Trained);
        optimiser = torch.optim.AdamW(parameters, recipe.LearningRate, recipe.Beta1, recipe.Beta2, weight_decay: recipe.WeightDecay);
        update = new OptimisationStep(optimiser, stage.Modules, recipe.ClipNorm);
        state = new StageState(run.Folder.StatePath(stage.Kind), stage, optimiser, run.Recipe.Seed);
        order = new BatchOrder(run.Recipe.Seed, stage.Kind, stage.Views, recipe.Batch);
    }

    /// <summary>Trains to the recipe's last step. Continues from the saved state where there is one.</summary>
    /// <param name="cancellationToken">Saves, then ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConfigException">A loss is not finite; the last saved state stays.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        run.Folder.RemoveLeftovers(stage.Kind);
        step = File.Exists(run.Folder.StatePath(stage.Kind)) ? state.Load() : 0;
        var progress = run.Meter(stage.Kind, Training, recipe.Steps, recipe.Batch, step);
        var saved = run.Clock.GetTimestamp();
        while (step < recipe.Steps)
        {
            Step();
            step++;
            var last = step == recipe.Steps;
            var due = run.Clock.GetElapsedTime(saved).TotalMinutes >= cadence.SaveMinutes;
            var stopping = cancellationToken.IsCancellationRequested;
            if (last || due || stopping || step % cadence.Log == 0)
            {
                var losses = meter.Read(stage.Kind.ToString(), step);
                run.Log.Step(stage.Kind, step, LearningRate.At(recipe, step - 1), progress.Rate(step), losses);
                progress.Report(step, losses);
            }

            if (last || due || stopping)
            {
                Save();
                saved = run.Clock.GetTimestamp();
            }

            // A stage that has just ended is still looked at: a resumed run would not come back to it. A signal after the save is answered one step later.
            if (stopping && !last)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            Look(last);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        optimiser.Dispose();
        meter.Dispose();
    }

    private void Step()
    {
        using var scope = torch.NewDisposeScope();
        var views = order.Views(step);
        var losses = stage.Losses(new TrainingBatch(views, torch.tensor(views), new StepRandom(run.Recipe.Seed, stage.Kind, step)));

        // Averages forget the beginning faster: the decay warms up.
        var decay = Math.Min(recipe.EmaDecay, (1.0 + step) / (10.0 + step));
        meter.Add(losses, update.Apply(losses.Total, LearningRate.At(recipe, step), decay));
    }

    private void Save()
    {
        state.Save(step);
        stage.Publish();
    }

    private void Look(bool last)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        if (last || step % cadence.Validate == 0)
        {
            var values = stage.Validate();
            run.Log.Validation(stage.Kind, step, values);
            run.Meter(stage.Kind, "validation", recipe.Steps, recipe.Batch, step).Report(step, values);
        }

        if (last || step % cadence.Sheet == 0)
        {
            stage.WriteSheet(run.Folder.SheetPath(stage.Kind, step));
        }
    }
}
