using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Optimisation;

/// <summary>The one loop of all stages: forward, then an update with AdamW; between steps it logs, validates, draws sample grids and saves.</summary>
/// <remarks>
/// A map of one step, in the order of <see cref="Step(bool)"/> and <see cref="Run"/>:
/// 1. <see cref="StepBatches"/> draws the views of this step and of those ahead (<see cref="BatchOrder"/>), this process's rows of them, in parts that fit into memory.
/// 2. The stage computes its losses on each part (<see cref="ITrainedModules.Losses"/>); random numbers come from <see cref="StepRandom"/>, a function of seed, stage, step, purpose and row.
/// 3. <see cref="TrainedModulesOptimiser"/> gathers gradients over the parts, sums them over the processes, clips them and moves the weights (<see cref="OptimisationStep"/>, <see cref="FusedAdamW"/>).
/// 4. The averaged weights follow (<see cref="TrainedModule"/>); a step without finite loss or gradient moves nothing, and too many in a row end the run.
/// 5. A discriminator, where the stage has one, takes its own step on the same batch.
/// 6. At intervals: losses go to the log (<see cref="LossMeter"/>), <see cref="StageReview"/> validates, keeps the best state and draws, <see cref="StageState"/> saves.
/// 7. After each save the stage writes its averaged weights into the model folder (<see cref="ITrainingStage.Publish"/>), which can be shown at any time.
/// </remarks>
internal sealed class TrainingLoop : IDisposable
{
    private const string Training = "training";

    // Batches that are announced ahead of the one that is trained on.
    private const int Ahead = 4;

    private readonly ITrainingStage stage;
    private readonly RunContext run;
    private readonly OptimisationRecipe recipe;
    private readonly IntervalRecipe intervals;
    private readonly IReadOnlyList<(ITrainedModules Modules, TrainedModulesOptimiser Optimiser)> trained;
    private readonly StateFiles files;
    private readonly StageState state;
    private readonly StageReview review;
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
        intervals = run.Recipe.Intervals;
        trained = stage.Discriminator is { } discriminator
            ? [(stage, new TrainedModulesOptimiser(stage, "", run.Exchange)), (discriminator, new TrainedModulesOptimiser(discriminator, "adversary.", run.Exchange))]
            : [(stage, new TrainedModulesOptimiser(stage, "", run.Exchange))];
        files = run.Folder.States(stage.Kind);
        state = new StageState(files, recipe.Batch, trained, run.Recipe.Seed);
        review = new StageReview(stage, run, state);
        (batches, first) = (new StepBatches(stage, run), run.Exchange.Rank == 0);
    }

    /// <summary>Trains to the recipe's last step. Continues from the saved state where there is one.</summary>
    /// <param name="cancellationToken">Saves, then ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConfigException">Too many steps in a row had no finite gradient; the last saved state stays.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        if (first)
        {
            RemoveLeftovers();
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
            var due = run.Clock.GetElapsedTime(savedAt).TotalMinutes >= intervals.SaveMinutes;
            if (first && (last || due || stopping || step % intervals.Log == 0))
            {
                Report(progress);
            }

            // Before the save: a run that goes on from it will not come back to this step's validation.
            if (first && (last || step % intervals.Validate == 0))
            {
                review.Validate(step);
            }

            // What follows a gradient that was not finite is saved only once a step has been taken again.
            if (first && (last || due || stopping) && skippedInARow == 0)
            {
                Save();
            }

            if (stopping && !last)
            {
                // Launchers end all processes soon after the first has ended, and rank 0 may still be saving.
                run.Exchange.Meet();
                throw new OperationCanceledException(cancellationToken);
            }

            if (first && (last || step % intervals.SampleGrid == 0))
            {
                review.WriteSampleGrid(step);
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
        foreach (var (_, optimiser) in trained)
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
        foreach (var (modules, optimiser) in trained)
        {
            if (step >= modules.FirstStep)
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
        List<(string, double)> losses = [.. trained.SelectMany(one => one.Optimiser.Meter.Read())];
        losses.AddRange(stage.InputActivity());
        var skipped = trained.Sum(one => one.Optimiser.Meter.Skipped);
        if (skipped > 0)
        {
            losses.Add(("skipped", skipped));
        }

        run.Log.Step(stage.Kind, step, LearningRate.At(recipe, step - 1), progress.Rate(step), losses);
        progress.Report(step, losses);
    }

    private void RemoveLeftovers()
    {
        files.RemoveLeftovers();
        foreach (var file in stage.PublishedFiles)
        {
            AtomicFile.RemoveLeftovers(file);
        }
    }

    private void Resume()
    {
        step = run.FromBest ? state.LoadBest() : state.Load(damaged => run.Meter(stage.Kind, $"passed over the damaged {Path.GetFileName(damaged)}", recipe.Steps, recipe.Batch).Report(0));
        if (run.FromBest)
        {
            Save();
        }
        else if (step > 0 && files.Published != step)
        {
            Publish();
        }
    }

    private void Save()
    {
        state.Save(step, intervals.Keep);
        Publish();
        savedAt = run.Clock.GetTimestamp();
    }

    private void Publish()
    {
        stage.Publish();
        files.Published = step;
    }
}
