using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>What a file has and a network needs, exact and complete.</summary>
/// <param name="Path">The file.</param>
/// <param name="Layout">The layout that fits best, with the prefix found in the file.</param>
public sealed record KeyReport(string Path, CheckpointLayout Layout)
{
    private const int Shown = 5;

    /// <summary>File keys that the network needs and the file lacks.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>File keys that the network does not know.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    /// <summary>Tensors of another shape.</summary>
    public required IReadOnlyList<ShapeMismatch> Mismatched { get; init; }

    /// <summary>File keys that are left out because they belong to something else: a classifier head, another copy, an optimiser.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>Whether the file can be loaded.</summary>
    public bool Fits => Problems == 0;

    /// <summary>Number of missing, unexpected and mismatched keys.</summary>
    public int Problems => Missing.Count + Unexpected.Count + Mismatched.Count;

    /// <summary>The network's tensors and where they lie in the file; those that the file may lack and lacks are left out.</summary>
    internal IReadOnlyList<PlacedTensor> Placed { get; init; } = [];

    /// <summary>Compares under one layout.</summary>
    internal static KeyReport Of(IReadOnlyDictionary<string, long[]> network, ICheckpoint checkpoint, CheckpointLayout layout)
    {
        var (missing, mismatched, placed, known) = (new List<string>(), new List<ShapeMismatch>(), new List<PlacedTensor>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (key, shape) in network)
        {
            var tensor = PlacedTensor.Of(key, shape, layout);
            known.UnionWith(tensor.FileKeys);
            if (tensor.FileKeys.Count == 0 || (layout.Optional.Contains(key) && !tensor.FileKeys.Any(checkpoint.Entries.ContainsKey)))
            {
                continue;
            }

            placed.Add(tensor);
            missing.AddRange(tensor.FileKeys.Where(fileKey => !checkpoint.Entries.ContainsKey(fileKey)));
            mismatched.AddRange(tensor.Mismatches(checkpoint));
        }

        var others = checkpoint.Entries.Keys.Where(key => !known.Contains(key)).Order(StringComparer.Ordinal).ToLookup(layout.Ignores);
        return new KeyReport(checkpoint.Path, layout)
        {
            Missing = missing, Unexpected = [.. others[false]], Mismatched = mismatched, Ignored = [.. others[true]], Placed = placed,
        };
    }

    /// <summary>The problems in short, a few of each kind; empty where there are none.</summary>
    public string Summary()
    {
        List<string> problems = [];
        Add(problems, "lacks", Missing);
        Add(problems, "has what the model does not know:", Unexpected);
        problems.AddRange(Mismatched.Select(mismatch => mismatch.ToString()));
        return string.Join("; ", problems.Take(Shown)) + (problems.Count > Shown ? $"; and {problems.Count - Shown} more" : string.Empty);
    }

    private static void Add(List<string> problems, string lead, IReadOnlyList<string> keys)
    {
        if (keys.Count > 0)
        {
            problems.Add($"{lead} {string.Join(", ", keys.Take(Shown).Select(key => $"'{key}'"))}{(keys.Count > Shown ? $" and {keys.Count - Shown} more" : string.Empty)}");
        }
    }
}

/// <summary>A file's keys or shapes do not fit a network. The message names a few, the report all.</summary>
/// <param name="report">What does not fit.</param>
public sealed class KeyMismatchException(KeyReport report) : CheckpointException($"Checkpoint '{report.Path}'{Family(report)}: {report.Summary()}. Use the config saved beside the checkpoint.")
{
    /// <summary>Every key and shape that does not fit.</summary>
    public KeyReport Report { get; } = report;

    private static string Family(KeyReport report) => report.Layout.Name == CheckpointLayout.Exact.Name ? string.Empty : $" (keys of {report.Layout.Name})";
}

/// <summary>A tensor whose shape differs between file and network.</summary>
/// <param name="FileKey">Its key in the file.</param>
/// <param name="Found">The file's shape.</param>
/// <param name="Needed">The shape that the network needs there.</param>
public sealed record ShapeMismatch(string FileKey, IReadOnlyList<long> Found, IReadOnlyList<long> Needed)
{
    /// <summary>One line: key and both shapes.</summary>
    public override string ToString() => $"'{FileKey}' is {TensorShape.Text([.. Found])}, the model needs {TensorShape.Text([.. Needed])}";
}
