using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Optimisation;

/// <summary>The one loop of all stages: forward, then an update with AdamW; between steps it logs, validates, draws sample grids and saves.</summary>
/// <remarks>
/// A map of one step, in the order of <see cref="Step(CancellationToken)"/> and <see cref="Run"/>:
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

    private readonly ITrainingStage _stage;
    private readonly RunContext _run;
    private readonly OptimisationRecipe _recipe;
    private readonly IntervalRecipe _intervals;
    private readonly IReadOnlyList<(ITrainedModules Modules, TrainedModulesOptimiser Optimiser)> _trained;
    private readonly StateFiles _files;
    private readonly StageState _state;
    private readonly StageReview _review;
    private readonly StepBatches _batches;
    private readonly bool _first;
    private int _step;
    private int _resumedAt;
    private bool _savesWhenCancelled;
    private int _skippedInARow;
    private long _savedAt;

    /// <summary>Prepares a stage for training.</summary>
    /// <param name="stage">Borrowed.</param>
    /// <param name="run">Folder, recipe, clock and listener.</param>
    public TrainingLoop(ITrainingStage stage, RunContext run)
    {
        _stage = stage;
        _run = run;
        _recipe = stage.Optimisation;
        _intervals = run.Recipe.Intervals;
        _trained = stage.Discriminator is { } discriminator
            ? [(stage, new TrainedModulesOptimiser(stage, "", run.Exchange)), (discriminator, new TrainedModulesOptimiser(discriminator, "adversary.", run.Exchange))]
            : [(stage, new TrainedModulesOptimiser(stage, "", run.Exchange))];
        _files = run.Folder.States(stage.Kind);
        _state = new StageState(_files, _recipe.Batch, _trained, run.Recipe.Seed);
        _review = new StageReview(stage, run, _state);
        (_batches, _first) = (new StepBatches(stage, run), run.Exchange.Rank == 0);
    }

    /// <summary>Trains to the recipe's last step. Continues from the saved state where there is one.</summary>
    /// <param name="cancellationToken">Saves, then ends with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ConfigException">Too many steps in a row had no finite gradient; the last saved state stays.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        using var uninterrupted = _run.Uninterrupted?.Invoke();
        try
        {
            RunSteps(cancellationToken);
        }
        catch (OperationCanceledException) when (_savesWhenCancelled)
        {
            // Between two steps, or in the middle of one that has moved nothing yet.
            Save();
            throw;
        }
    }

    /// <summary>SHA-256 of the trained weights.</summary>
    public byte[] Digest() => _state.Digest();

    public void Dispose()
    {
        foreach (var (_, optimiser) in _trained)
        {
            optimiser.Dispose();
        }
    }

    private void RunSteps(CancellationToken cancellationToken)
    {
        if (_first)
        {
            RemoveLeftovers();
            Resume();
        }

        _step = _resumedAt = _state.Share(_run.Exchange, _step);
        var progress = _run.Meter(_stage.Kind, Training, _recipe.Steps, _recipe.Batch, _step);
        _savedAt = _run.Clock.GetTimestamp();
        for (var ahead = _step; ahead < Math.Min(_step + Ahead, _recipe.Steps); ahead++)
        {
            _stage.Announce(_batches.Views(ahead));
        }

        while (_step < _recipe.Steps)
        {
            var stopping = Step(cancellationToken);
            _step++;
            var last = _step == _recipe.Steps;
            var due = _run.Clock.GetElapsedTime(_savedAt).TotalMinutes >= _intervals.SaveMinutes;
            if (_first && (last || due || stopping || _step % _intervals.Log == 0))
            {
                Report(progress);
            }

            // Before the save: a run that resumes from it does not repeat this step's validation.
            if (_first && (last || _step % _intervals.Validate == 0))
            {
                _review.Validate(_step);
            }

            // What follows a gradient that was not finite is saved only once a step has been taken again.
            if (_first && (last || due || stopping) && _skippedInARow == 0)
            {
                Save();
            }

            if (stopping && !last)
            {
                // Launchers end all processes soon after the first has ended, and rank 0 may still be saving.
                _run.Exchange.Meet();
                throw new OperationCanceledException(cancellationToken);
            }

            if (_first && (last || _step % _intervals.SampleGrid == 0))
            {
                _savesWhenCancelled = _run.Exchange.World == 1 && _skippedInARow == 0;
                _review.WriteSampleGrid(_step);
                _savesWhenCancelled = false;
            }
        }

        if (_run.Exchange.Sum([], cancellationToken.IsCancellationRequested))
        {
            throw new OperationCanceledException(cancellationToken);
        }

        // Its end was not saved: a run that says it is done would have lost what came after the last state, or have nothing at all.
        if (_skippedInARow > 0)
        {
            throw Diverged(_step);
        }
    }

    private ConfigException Diverged(int step) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Stage {_stage.Kind} diverged: {_skippedInARow} steps in a row up to {step} had no finite loss or gradient. The last saved state is kept: lower the learning rate or the clip norm in the recipe and resume, or start anew in another folder."));

    // Whether any process was asked to stop. One alone gives the step up, which moves nothing before its last part; several must take it together.
    private bool Step(CancellationToken cancellationToken)
    {
        var stopping = cancellationToken.IsCancellationRequested;
        var isAlone = _run.Exchange.World == 1;
        if (isAlone && stopping)
        {
            _savesWhenCancelled = _step > _resumedAt && _skippedInARow == 0;
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (_step + Ahead < _recipe.Steps)
        {
            _stage.Announce(_batches.Views(_step + Ahead));
        }

        var moved = true;
        foreach (var (modules, optimiser) in _trained)
        {
            if (_step >= modules.FirstStep)
            {
                // A discriminator's running means move with every part.
                _savesWhenCancelled = isAlone && _trained.Count == 1 && _step > _resumedAt && _skippedInARow == 0;
                (var one, stopping) = optimiser.Step(_step, _batches.Parts(_step), stopping, isAlone && _trained.Count == 1 ? cancellationToken : CancellationToken.None);
                _savesWhenCancelled = false;
                moved &= one;
            }
        }

        _skippedInARow = moved ? 0 : _skippedInARow + 1;
        if (_skippedInARow >= _recipe.SkipLimit)
        {
            throw Diverged(_step + 1);
        }

        return stopping;
    }

    private void Report(ProgressMeter progress)
    {
        List<(string, double)> losses = [.. _trained.SelectMany(one => one.Optimiser.Meter.Read())];
        losses.AddRange(_stage.InputActivity());
        var skipped = _trained.Sum(one => one.Optimiser.Meter.Skipped);
        if (skipped > 0)
        {
            losses.Add(("skipped", skipped));
        }

        _run.Log.Step(_stage.Kind, _step, LearningRate.At(_recipe, _step - 1), progress.Rate(_step), losses);
        progress.Report(_step, losses);
    }

    private void RemoveLeftovers()
    {
        _files.RemoveLeftovers();
        foreach (var file in _stage.PublishedFiles)
        {
            AtomicFile.RemoveLeftovers(file);
        }
    }

    private void Resume()
    {
        _step = _run.FromBest ? _state.LoadBest() : _state.Load(damaged => _run.Meter(_stage.Kind, $"passed over the damaged {Path.GetFileName(damaged)}", _recipe.Steps, _recipe.Batch).Report(0));
        if (_run.FromBest)
        {
            Save();
        }
        else if (_step > 0 && _files.Published != _step)
        {
            Publish();
        }
    }

    private void Save()
    {
        _state.Save(_step, _intervals.Keep);
        Publish();
        _savedAt = _run.Clock.GetTimestamp();
    }

    private void Publish()
    {
        _stage.Publish();
        _files.Published = _step;
    }
}
