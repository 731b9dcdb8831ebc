using System.Globalization;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>Where a run keeps what is not part of the model: <c>state/</c>, <c>cache/</c>, <c>sheets/</c>, <c>tensorboard/</c>, <c>log.jsonl</c>, <c>recipe.json</c>.</summary>
internal sealed record RunFolder(string Path)
{
    public const string SampleGridsName = "sheets";

    public string RecipePath => System.IO.Path.Combine(Path, "recipe.json");

    public string SourcesPath => System.IO.Path.Combine(Path, "sources.json");

    public string LogPath => System.IO.Path.Combine(Path, "log.jsonl");

    public string LockPath => System.IO.Path.Combine(StateFolder, ".lock");

    public string StateFolder => System.IO.Path.Combine(Path, "state");

    /// <summary>The teacher's trajectories, which stage IV computes once.</summary>
    public string TrajectoryFolder => System.IO.Path.Combine(StateFolder, "trajectories");

    /// <summary>What can be computed again: posteriors of the images, statistics of their features.</summary>
    public string CacheFolder => System.IO.Path.Combine(Path, "cache");

    /// <summary>Images that could not be read.</summary>
    public string SkippedPath => System.IO.Path.Combine(Path, "skipped.txt");

    private string SampleGridsFolder => System.IO.Path.Combine(Path, SampleGridsName);

    public string TensorBoardFolder => System.IO.Path.Combine(Path, "tensorboard");

    public StateFiles States(StageKind stage) => new(StateFolder, stage);

    public string SampleGridPath(StageKind stage, int step)
    {
        Directory.CreateDirectory(SampleGridsFolder);
        return System.IO.Path.Combine(SampleGridsFolder, string.Create(CultureInfo.InvariantCulture, $"{Name(stage)}-{step:d6}.png"));
    }

    /// <summary>The sample grid of a stage's highest step, or null. Steps are written with a fixed number of digits, so names sort as numbers.</summary>
    public string? LastSampleGrid(StageKind stage) => Directory.Exists(SampleGridsFolder)
        ? Directory.EnumerateFiles(SampleGridsFolder, $"{Name(stage)}-*.png").Max(StringComparer.Ordinal)
        : null;

    public static string Name(StageKind stage) => stage.ToString().ToLowerInvariant();
}
