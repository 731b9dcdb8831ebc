using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>The one loop of all stages: forward, then an update with AdamW; between steps it logs, validates, draws sheets and saves.</summary>
internal sealed class TrainingLoop : IDisposable
{
    private const string Training = "training";

    // Batches that are announced ahead of the one that is trained on.
    private const int Ahead = 4;

    private readonly ITrainingStage stage;
    private readonly RunContext run;
    private readonly OptimisationRecipe recipe;
    private readonly CadenceRecipe cadence;
    private readonly IReadOnlyList<(ITrainee Trainee, TraineeOptimiser Optimiser)> trainees;
    private readonly StageState state;
    private readonly StepBatches batches;
    private readonly bool first;
    private int step;
    private int skippedInARow;
    private long savedAt;

    /// <summary>Prepares a stage for training.</summary>
    /// <param name="stage">Borrowed.</param>
    /// <param name="run">Folder, recipe, clock and listener.</param>
    public TrainingLoop(ITrainingStage stage, RunContext run)
    {
        this.stage = stage;
        this.run = run;
        recipe = stage.Optimisation;
        cadence = run.Recipe.Cadence;
        trainees = stage.Adversary is { } adversary
            ? [(stage, new TraineeOptimiser(stage, "", run.Exchange)), (adversary, new TraineeOptimiser(adversary, "adversary.", run.Exchange))]
            : [(stage, new TraineeOptimiser(stage, "", run.Exchange))];
        state = new StageState(run.Folder.States(stage.Kind), recipe.Batch, trainees, run.Recipe.Seed);
        (batches, first) = (new StepBatches(stage, run), run.Exchange.Rank == 0);
    }

    /// <summary>Trains to the recipe's last step. Continues from the saved state where there is one.</summary>
    /// <param name="cancellationToken">Saves, then ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConfigException">Too many steps in a row had no finite gradient; the last saved state stays.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        run.Folder.States(stage.Kind).RemoveLeftovers();
        if (first)
        {
            Resume();
        }

        step = state.Share(run.Exchange, step);
        var progress = run.Meter(stage.Kind, Training, recipe.Steps, recipe.Batch, step);
        savedAt = run.Clock.GetTimestamp();
        for (var ahead = step; ahead < Math.Min(step + Ahead, recipe.Steps); ahead++)
        {
            stage.Announce(batches.Views(ahead));
        }

        while (step < recipe.Steps)
        {
            var stopping = Step(cancellationToken.IsCancellationRequested);
            step++;
            var last = step == recipe.Steps;
            var due = run.Clock.GetElapsedTime(savedAt).TotalMinutes >= cadence.SaveMinutes;
            if (first && (last || due || stopping || step % cadence.Log == 0))
            {
                Report(progress);
            }

            // What follows a gradient that was not finite is saved only once a step has been taken again.
            if (first && (last || due || stopping) && skippedInARow == 0)
            {
                Save();
            }

            // A stage that has just ended is still looked at: a resumed run would not come back to it. A signal after the save is answered one step later.
            if (stopping && !last)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            if (first)
            {
                Look(last);
            }
        }

        if (run.Exchange.Sum([], cancellationToken.IsCancellationRequested))
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    /// <summary>SHA-256 of the trained weights.</summary>
    public byte[] Digest() => state.Digest();

    public void Dispose()
    {
        foreach (var (_, optimiser) in trainees)
        {
            optimiser.Dispose();
        }
    }

    // Whether any process was asked to stop.
    private bool Step(bool stopping)
    {
        if (step + Ahead < recipe.Steps)
        {
            stage.Announce(batches.Views(step + Ahead));
        }

        var moved = true;
        foreach (var (trainee, optimiser) in trainees)
        {
            if (step >= trainee.FirstStep)
            {
                (var one, stopping) = optimiser.Step(step, batches.Parts(step), stopping);
                moved &= one;
            }
        }

        skippedInARow = moved ? 0 : skippedInARow + 1;
        if (skippedInARow >= recipe.SkipLimit)
        {
            throw new ConfigException(string.Create(
                CultureInfo.InvariantCulture,
                $"Stage {stage.Kind} diverged: {skippedInARow} steps in a row up to {step + 1} had no finite loss or gradient. The last saved state is kept: lower the learning rate or the clip norm in the recipe and use --resume, or start anew in another folder."));
        }

        return stopping;
    }

    private void Report(ProgressMeter progress)
    {
        List<(string, double)> losses = [.. trainees.SelectMany(one => one.Optimiser.Meter.Read())];
        losses.AddRange(stage.InputActivity());
        var skipped = trainees.Sum(one => one.Optimiser.Meter.Skipped);
        if (skipped > 0)
        {
            losses.Add(("skipped", skipped));
        }

        run.Log.Step(stage.Kind, step, LearningRate.At(recipe, step - 1), progress.Rate(step), losses);
        progress.Report(step, losses);
    }

    private void Resume()
    {
        step = run.FromBest ? state.LoadBest() : state.Load(damaged => run.Meter(stage.Kind, $"passed over the damaged {Path.GetFileName(damaged)}", recipe.Steps, recipe.Batch).Report(0));
        if (run.FromBest)
        {
            Save();
        }
    }

    private void Save()
    {
        state.Save(step, cadence.Keep);
        stage.Publish();
        savedAt = run.Clock.GetTimestamp();
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
            KeepBest(values);
        }

        if (last || step % cadence.Sheet == 0)
        {
            var path = run.Folder.SheetPath(stage.Kind, step);
            if (stage.WriteSheet(path))
            {
                run.Log.Sheet(stage.Kind, step, path);
            }
        }
    }

    private void KeepBest(IReadOnlyList<(string Name, double Value)> values)
    {
        if (stage.Goal is { } goal && values.FirstOrDefault(value => value.Name == goal.Name) is { Name: not null } found && goal.IsBetter(found.Value, state.Best))
        {
            state.Best = found.Value;
            Save();
            state.KeepAsBest();
        }
    }
}
