using System.Globalization;
using System.Text;
using FaeRealtime.Core.Files;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Runs;

/// <summary>Where a stage's states lie: <c>state/iii-00000500.safetensors</c>, one a save, and <c>state/iii-best.safetensors</c>.</summary>
/// <param name="folder">The run's state folder.</param>
/// <param name="stage">The stage.</param>
internal sealed class StateFiles(string folder, StageKind stage)
{
    private const string Extension = ".safetensors";
    private const int Digits = 8;

    private readonly string _prefix = $"{RunFolder.Name(stage)}-";

    /// <summary>The state with the best held-out value so far.</summary>
    public string BestPath => Path.Combine(folder, $"{_prefix}best{Extension}");

    /// <summary>The saved states, newest first, without the best one.</summary>
    public IReadOnlyList<string> Saved => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, $"{_prefix}*{Extension}").Where(path => StepOf(path) is not null).OrderByDescending(StepOf)]
        : [];

    /// <summary>The step whose weights the model folder has had whole; null before the first time. A kill may come between a state and the model's files.</summary>
    public int? Published
    {
        get => File.Exists(PublishedPath) && int.TryParse(InputFile.ReadText(PublishedPath), NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;
        set => AtomicFile.WriteBytes(PublishedPath, Encoding.ASCII.GetBytes(value?.ToString(CultureInfo.InvariantCulture) ?? string.Empty));
    }

    private string PublishedPath => Path.Combine(folder, $"{_prefix}published");

    /// <summary>Where the state after so many steps lies.</summary>
    public string PathOf(int step) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{_prefix}{step:d8}{Extension}"));

    /// <summary>Removes all but the newest states.</summary>
    /// <param name="count">How many stay.</param>
    public void Keep(int count) => Remove(Saved.Skip(count));

    /// <summary>Removes the states of later steps: a run that resumes from an earlier one is another run from there.</summary>
    public void RemoveAfter(int step) => Remove(Saved.Where(path => StepOf(path) > step));

    /// <summary>Deletes the half-written states that killed processes left. Only the process that trains the stage may do so.</summary>
    public void RemoveLeftovers() => Remove(Directory.EnumerateFiles(folder, $".{_prefix}*.tmp"));

    private static void Remove(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            File.Delete(path);
        }
    }

    private int? StepOf(string path)
    {
        var digits = Path.GetFileNameWithoutExtension(path)[_prefix.Length..];
        return digits.Length == Digits && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : null;
    }
}
