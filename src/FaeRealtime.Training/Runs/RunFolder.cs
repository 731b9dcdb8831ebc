using System.Globalization;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>Where a run keeps what is not part of the model: <c>state/</c>, <c>sheets/</c>, <c>log.jsonl</c>, <c>recipe.json</c>.</summary>
internal sealed record RunFolder(string Path)
{
    public string RecipePath => System.IO.Path.Combine(Path, "recipe.json");

    public string LogPath => System.IO.Path.Combine(Path, "log.jsonl");

    public string LockPath => System.IO.Path.Combine(StateFolder, ".lock");

    public string StateFolder => System.IO.Path.Combine(Path, "state");

    public string StatePath(StageKind stage) => System.IO.Path.Combine(StateFolder, $"{Name(stage)}.safetensors");

    public string SheetPath(StageKind stage, int step)
    {
        var folder = System.IO.Path.Combine(Path, "sheets");
        Directory.CreateDirectory(folder);
        return System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name(stage)}-{step:d6}.png"));
    }

    public static string Name(StageKind stage) => stage.ToString().ToLowerInvariant();
}
