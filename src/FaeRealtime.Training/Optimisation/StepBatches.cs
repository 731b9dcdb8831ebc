using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Optimisation;

/// <summary>What this process computes in each step of a stage: its rows of the batch, in parts that fit into memory.</summary>
/// <param name="stage">Views, batch and part size. Borrowed.</param>
/// <param name="run">Seed, device and the other processes.</param>
/// <exception cref="Core.Errors.ConfigException">The processes cannot share the batch equally.</exception>
internal sealed class StepBatches(ITrainingStage stage, RunContext run)
{
    private readonly BatchOrder _order = new(run.Recipe.Seed, stage.Kind, stage.Views, stage.Optimisation.Batch);
    private readonly RankRows _rows = RankRows.Of(stage.Optimisation.Batch, run.Exchange);

    /// <summary>The views of this process's rows.</summary>
    /// <param name="step">Zero-based.</param>
    public long[] Views(int step) => _order.Views(step)[_rows.First..(_rows.First + _rows.Count)];

    /// <summary>The rows in parts, each with its share of the whole batch.</summary>
    /// <param name="step">Zero-based.</param>
    public IEnumerable<(TrainingBatch Batch, double Share)> Parts(int step)
    {
        var views = Views(step);
        var size = stage.Optimisation.PartSize ?? views.Length;
        for (var first = 0; first < views.Length; first += size)
        {
            var part = views[first..Math.Min(first + size, views.Length)];
            var random = new StepRandom(run.Recipe.Seed, stage.Kind, step) { FirstRow = _rows.First + first, Device = run.Device };
            yield return (new TrainingBatch(part, random), (double)part.Length / stage.Optimisation.Batch);
        }
    }
}

/// <summary>What a step works on.</summary>
/// <param name="Views">Indices of the batch's views.</param>
/// <param name="Random">The step's random numbers.</param>
internal readonly record struct TrainingBatch(long[] Views, StepRandom Random);
