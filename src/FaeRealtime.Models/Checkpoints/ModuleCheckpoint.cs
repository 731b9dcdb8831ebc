using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>Moves weights between networks and safetensors files. Keys are the official ones; nothing is loaded unless everything fits.</summary>
public static class ModuleCheckpoint
{
    /// <summary>Copies a file's tensors into a network.</summary>
    /// <param name="module">The network; its tensors are overwritten in place.</param>
    /// <param name="reader">The file. Borrowed.</param>
    /// <param name="layout">How the keys relate; null for the same keys.</param>
    /// <exception cref="CheckpointException">Keys are missing or unexpected, or a shape differs; the network is unchanged.</exception>
    public static void Load(nn.Module module, ICheckpoint reader, CheckpointLayout? layout = null)
    {
        layout ??= CheckpointLayout.Exact;
        var state = module.state_dict();
        var sources = Sources(reader, layout);
        Check(state, sources, reader, layout);
        using var frozen = no_grad();
        foreach (var (key, fileKey) in sources)
        {
            using var value = tensor(reader.ReadSingle(fileKey), state[key].shape);
            state[key].copy_(value);
        }
    }

    /// <summary>Writes a network's tensors, atomically.</summary>
    /// <param name="module">The network. Borrowed.</param>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="stored">Type of the matrices in the file; vectors (biases, norms, statistics) stay float32, they cost nothing.</param>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public static void Save(nn.Module module, string path, TensorDtype stored = TensorDtype.F32)
    {
        var tensors = module.state_dict()
            .Select(entry => Entry(entry.Key, entry.Value, stored))
            .ToList();
        SafetensorsWriter.Write(path, tensors);
    }

    private static SafetensorsTensor Entry(string key, Tensor value, TensorDtype stored)
    {
        using var scope = NewDisposeScope();
        using var values = value.detach().@float().cpu().contiguous().data<float>();
        return SafetensorsTensor.FromSingle(key, value.shape, values.ToArray(), value.ndim < 2 ? TensorDtype.F32 : stored);
    }

    private static Dictionary<string, string> Sources(ICheckpoint reader, CheckpointLayout layout)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var fileKey in reader.Entries.Keys)
        {
            if (layout.Ignored.Any(start => fileKey.StartsWith(start, StringComparison.Ordinal)) || layout.KeyOf(fileKey) is not { } key)
            {
                continue;
            }

            if (!sources.TryAdd(key, fileKey))
            {
                throw new CheckpointException($"Checkpoint '{reader.Path}': '{fileKey}' and '{sources[key]}' both mean '{key}'. Keep one.");
            }
        }

        return sources;
    }

    private static void Check(Dictionary<string, Tensor> state, Dictionary<string, string> sources, ICheckpoint reader, CheckpointLayout layout)
    {
        var problems = new List<string>();
        Add(problems, "lacks", state.Keys.Where(key => !sources.ContainsKey(key) && !layout.Optional.Contains(key)));
        Add(problems, "has what the model does not know:", sources.Keys.Where(key => !state.ContainsKey(key)));
        foreach (var (key, fileKey) in sources)
        {
            if (state.TryGetValue(key, out var target) && !reader.Entry(fileKey).Shape.SequenceEqual(target.shape))
            {
                problems.Add($"'{fileKey}' is {TensorShape.Text([.. reader.Entry(fileKey).Shape])}, the model needs {TensorShape.Text(target.shape)}");
            }
        }

        if (problems.Count > 0)
        {
            throw new CheckpointException($"Checkpoint '{reader.Path}': {Shorten(problems)}. Use the config saved beside the checkpoint.");
        }
    }

    private static void Add(List<string> problems, string verb, IEnumerable<string> keys)
    {
        var names = keys.Select(key => $"'{key}'").ToList();
        if (names.Count > 0)
        {
            problems.Add($"{verb} {string.Join(", ", names.Take(5))}{(names.Count > 5 ? $" and {names.Count - 5} more" : string.Empty)}");
        }
    }

    private static string Shorten(List<string> problems) =>
        string.Join("; ", problems.Take(5)) + (problems.Count > 5 ? $"; and {problems.Count - 5} more" : string.Empty);
}
