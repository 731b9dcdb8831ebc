using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Cases;

/// <summary>A golden case being checked off: its config, inputs, and every tensor that still waits for a comparison.</summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly SafetensorsReader io;
    private readonly SafetensorsReader? gradients;
    private readonly ParityOptions options;
    private readonly List<ParityRow> rows = [];
    private readonly HashSet<string> seen = [];

    public GoldenCase(string directory, JsonElement config, ParityOptions options)
    {
        Directory = directory;
        Config = config;
        this.options = options;
        io = SafetensorsReader.Open(Path.Combine(directory, "io.safetensors"));
        var gradientsPath = Path.Combine(directory, "grads.safetensors");
        gradients = File.Exists(gradientsPath) ? SafetensorsReader.Open(gradientsPath) : null;
    }

    public string Directory { get; }

    /// <summary>The case's config.json.</summary>
    public JsonElement Config { get; }

    public Device Device => options.Device;

    public string WeightsPath => Path.Combine(Directory, "weights.safetensors");

    public IEnumerable<string> Names => io.Entries.Keys;

    public IEnumerable<string> GradientNames => gradients?.Entries.Keys ?? [];

    public bool Has(string name) => io.Entries.ContainsKey(name);

    /// <summary>The shape of a tensor of io.safetensors, without using it.</summary>
    public long[] Shape(string name) => [.. io.Entry(name).Shape];

    /// <summary>An input, which then counts as used; integers and booleans keep their kind.</summary>
    /// <param name="name">Its name in io.safetensors.</param>
    /// <returns>The tensor on the case's device; the caller disposes.</returns>
    public Tensor Input(string name)
    {
        seen.Add(name);
        var entry = io.Entry(name);
        long[] shape = [.. entry.Shape];
        return entry.Dtype switch
        {
            TensorDtype.Bool => tensor(io.ReadInt64(name), shape, device: Device).@bool(),
            TensorDtype.I64 or TensorDtype.I32 => tensor(io.ReadInt64(name), shape, device: Device),
            _ => tensor(io.ReadSingle(name), shape, device: Device),
        };
    }

    /// <summary>Compares a tensor of io.safetensors, if the case has it.</summary>
    public void Compare(string name, Tensor actual, ParityRule rule = ParityRule.Output)
    {
        if (Has(name))
        {
            seen.Add(name);
            Add(name, actual, io, name, rule);
        }
    }

    /// <summary>Compares a fixed table of ours with the one in weights.safetensors, if it is there.</summary>
    public void CompareStored(string key, Tensor actual)
    {
        using var weights = SafetensorsReader.Open(WeightsPath);
        if (weights.Entries.ContainsKey(key))
        {
            Add($"weights {key}", actual, weights, key, ParityRule.Output);
        }
    }

    /// <summary>Adds a comparison that follows a rule of its own.</summary>
    public void Add(ParityRow row) => rows.Add(row);

    /// <summary>Reports a tensor that cannot be compared.</summary>
    public void Fail(string name, string reason)
    {
        seen.Add(name);
        rows.Add(Missing(name, reason));
    }

    /// <summary>Compares a parameter's gradient.</summary>
    public void CompareGradient(string name, Tensor? actual)
    {
        seen.Add(Gradient(name));
        if (actual is null)
        {
            rows.Add(Missing(Gradient(name), "no gradient reached this parameter"));
            return;
        }

        Add(Gradient(name), actual, gradients!, name, ParityRule.Gradient);
    }

    /// <summary>The report, in which every tensor nobody compared or read stands as failed.</summary>
    public IReadOnlyList<ParityRow> Finish()
    {
        foreach (var name in Names.Concat(GradientNames.Select(Gradient)).Where(name => !seen.Contains(name)))
        {
            rows.Add(Missing(name, "no part of this program computes a tensor of this name"));
        }

        return rows;
    }

    public void Dispose()
    {
        io.Dispose();
        gradients?.Dispose();
    }

    /// <summary>A required member of the config.</summary>
    /// <exception cref="ConfigException">It is missing.</exception>
    public JsonElement Member(string name) => Config.TryGetProperty(name, out var value)
        ? value
        : throw new ConfigException($"'{Path.Combine(Directory, "config.json")}' has no member '{name}', which this kind of case needs.");

    private static string Gradient(string name) => $"grad {name}";

    private static ParityRow Missing(string name, string reason) => new(name, double.NaN, double.NaN, "-", false, reason);

    private void Add(string name, Tensor actual, SafetensorsReader reader, string key, ParityRule rule)
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. reader.Entry(key).Shape];
        if (!shape.SequenceEqual(actual.shape))
        {
            rows.Add(Missing(name, $"ours is {TensorShape.Text(actual.shape)}, the golden one {TensorShape.Text(shape)}"));
            return;
        }

        var ours = actual.detach().@float().cpu().contiguous().data<float>().ToArray();
        rows.Add(ParityRules.Compare(name, ours, reader.ReadSingle(key), rule, options.ToleranceScale));
    }
}
