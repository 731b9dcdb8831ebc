using FaeRealtime.Core.Folders;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Runs;

/// <summary>What every stage of a run shares.</summary>
/// <param name="Folder">State, sample grids, log.</param>
/// <param name="Model">The model folder, at the same path.</param>
/// <param name="Recipe">The recipe with the command line's changes.</param>
/// <param name="Progress">The listener, or null.</param>
/// <param name="Clock">For rates and the time between saves.</param>
internal sealed record RunContext(RunFolder Folder, ModelFolder Model, TrainingRecipe Recipe, IProgress<TrainingProgress>? Progress, TimeProvider Clock)
{
    /// <summary>Where networks and batches lie.</summary>
    public torch.Device Device { get; init; } = torch.CPU;

    /// <summary>Whether a stage resumes from its best state instead of its newest.</summary>
    public bool FromBest { get; init; }

    /// <summary>The other processes that train with this one.</summary>
    public IRankExchange Exchange { get; init; } = new SingleRank();

    /// <summary>Called when a stage's steps begin, disposed when they have ended and are saved: what must not be cut off in between. Null for nobody who would.</summary>
    public Func<IDisposable>? Uninterrupted { get; init; }

    public RunLog Log { get; } = new(Folder.LogPath, new EventFile(Folder.TensorBoardFolder, Clock), Clock);

    /// <summary>Tells the listener about work that belongs to no stage, such as decoding.</summary>
    public void Report(string activity, int done, int total) =>
        Progress?.Report(new TrainingProgress(null, activity, done, total, 0, TimeSpan.Zero, []));

    public ProgressMeter Meter(StageKind? stage, string activity, int total, int imagesEach, int from = 0) =>
        new(Progress, Clock, stage, activity, total, imagesEach, from);
}
