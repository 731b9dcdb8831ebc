using System.Text.Json;
using FaeRealtime.Core;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Engines;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Cases;

/// <summary>A golden case being checked off: its config, inputs, and every tensor that still waits for a comparison.</summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly SafetensorsReader _io;
    private readonly SafetensorsReader? _gradients;
    private readonly ParityOptions _options;
    private readonly List<ParityRow> _rows = [];
    private readonly HashSet<string> _seen = [];

    private GoldenCase(string directory, JsonElement config, ParityOptions options, SafetensorsReader io, SafetensorsReader? gradients)
    {
        (Directory, Config, _options) = (directory, config, options);
        (_io, _gradients) = (io, gradients);
    }

    public static GoldenCase Open(string directory, JsonElement config, ParityOptions options)
    {
        using var parts = new PartsInMaking();
        var io = parts.Add(SafetensorsReader.Open(Path.Combine(directory, "io.safetensors")));
        var gradientsPath = Path.Combine(directory, "grads.safetensors");
        return parts.Finish(new GoldenCase(directory, config, options, io, File.Exists(gradientsPath) ? SafetensorsReader.Open(gradientsPath) : null));
    }

    public string Directory { get; }

    /// <summary>The case's config.json.</summary>
    public JsonElement Config { get; }

    public Device Device => _options.Device;

    public string WeightsPath => Path.Combine(Directory, "weights.safetensors");

    public IEnumerable<string> Names => _io.Entries.Keys;

    public IEnumerable<string> GradientNames => _gradients?.Entries.Keys ?? [];

    public bool Has(string name) => _io.Entries.ContainsKey(name);

    /// <summary>The shape of a tensor of io.safetensors, without using it.</summary>
    public long[] Shape(string name) => [.. _io.Entry(name).Shape];

    /// <summary>An input, which then counts as used; integers and booleans keep their kind.</summary>
    /// <param name="name">Its name in io.safetensors.</param>
    /// <returns>The tensor, of its stored shape, on the case's device; the caller disposes.</returns>
    public Tensor Input(string name)
    {
        _seen.Add(name);
        var entry = _io.Entry(name);
        long[] shape = [.. entry.Shape];
        return entry.Dtype switch
        {
            TensorDtype.Bool => tensor(_io.ReadInt64(name), shape, device: Device).@bool(),
            TensorDtype.I64 or TensorDtype.I32 => tensor(_io.ReadInt64(name), shape, device: Device),
            _ => tensor(_io.ReadSingle(name), shape, device: Device),
        };
    }

    /// <summary>Compares a tensor of io.safetensors, if the case has it.</summary>
    /// <param name="name">Its name there.</param>
    /// <param name="actual">Ours, of the stored shape. Borrowed.</param>
    /// <param name="rule">How far it may be away.</param>
    public void Compare(string name, Tensor actual, ParityRule rule = ParityRule.Output)
    {
        if (Has(name))
        {
            _seen.Add(name);
            Add(name, actual, _io, name, rule);
        }
    }

    /// <summary>The numbers of a tensor of io.safetensors, which then counts as used.</summary>
    public float[] Numbers(string name)
    {
        _seen.Add(name);
        return _io.ReadSingle(name);
    }

    /// <summary>Compares numbers with golden ones, for example with a part of a tensor.</summary>
    /// <param name="row">What the report calls it.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="expected">The golden ones, as many.</param>
    /// <param name="rule">How far they may be away.</param>
    public void CompareNumbers(string row, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, ParityRule rule = ParityRule.Output) =>
        _rows.Add(ParityRules.Compare(row, actual, expected, rule, _options.ToleranceScale));

    /// <summary>Compares a fixed table of ours with the one in weights.safetensors, if it is there.</summary>
    /// <param name="key">Its key there.</param>
    /// <param name="actual">Ours, of the stored shape. Borrowed.</param>
    public void CompareStored(string key, Tensor actual)
    {
        using var weights = SafetensorsReader.Open(WeightsPath);
        if (weights.Entries.ContainsKey(key))
        {
            Add($"weights {key}", actual, weights, key, ParityRule.Output);
        }
    }

    /// <summary>Adds a comparison that follows a rule of its own.</summary>
    public void Add(ParityRow row) => _rows.Add(row);

    /// <summary>Reports a tensor that cannot be compared.</summary>
    public void Fail(string name, string reason)
    {
        _seen.Add(name);
        _rows.Add(Missing(name, reason));
    }

    /// <summary>Compares a parameter's gradient.</summary>
    /// <param name="name">Its name in grads.safetensors.</param>
    /// <param name="actual">Ours, of the parameter's shape; null where it has none. Borrowed.</param>
    public void CompareGradient(string name, Tensor? actual)
    {
        _seen.Add(Gradient(name));
        if (actual is null)
        {
            _rows.Add(Missing(Gradient(name), "no gradient reached this parameter"));
            return;
        }

        Add(Gradient(name), actual, _gradients!, name, ParityRule.Gradient);
    }

    /// <summary>The report, in which every tensor nobody compared or read stands as failed.</summary>
    public IReadOnlyList<ParityRow> Finish()
    {
        foreach (var name in Unseen())
        {
            _rows.Add(Missing(name, "no part of this program computes a tensor of this name"));
        }

        return _rows;
    }

    /// <summary>The report of a case that was run through a frame engine, whose last row counts what no such engine shows.</summary>
    public IReadOnlyList<ParityRow> FinishEngine()
    {
        _rows.Add(new ParityRow("others", double.NaN, double.NaN, "not shown", true, $"{Unseen().Count()} tensors of inner layers, recorded noise, losses and gradients, which a frame engine does not show"));
        return _rows;
    }

    public void Dispose()
    {
        _io.Dispose();
        _gradients?.Dispose();
    }

    /// <summary>A required member of the config.</summary>
    /// <exception cref="ConfigException">It is missing.</exception>
    public JsonElement Member(string name) => Config.TryGetProperty(name, out var value)
        ? value
        : throw new ConfigException($"'{Path.Combine(Directory, "config.json")}' has no member '{name}', which this kind of case needs.");

    private IEnumerable<string> Unseen() => Names.Concat(GradientNames.Select(Gradient)).Where(name => !_seen.Contains(name));

    private static string Gradient(string name) => $"grad {name}";

    private static ParityRow Missing(string name, string reason) => new(name, double.NaN, double.NaN, "-", false, reason);

    private void Add(string name, Tensor actual, SafetensorsReader reader, string key, ParityRule rule)
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. reader.Entry(key).Shape];
        if (!shape.SequenceEqual(actual.shape))
        {
            _rows.Add(Missing(name, $"ours is {TensorShape.Text(actual.shape)}, the golden one {TensorShape.Text(shape)}"));
            return;
        }

        var ours = actual.detach().@float().cpu().contiguous().data<float>().ToArray();
        _rows.Add(ParityRules.Compare(name, ours, reader.ReadSingle(key), rule, _options.ToleranceScale));
    }
}

/// <summary>How a golden case is run.</summary>
public sealed record ParityOptions
{
    /// <summary>Where the network runs; the golden values come from float32 on a CPU.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>What every tolerance is multiplied by: 1 on a CPU, 10 on a GPU.</summary>
    public double ToleranceScale { get; init; } = 1;

    /// <summary>A frame engine that runs the networks of SiT, LightningDiT and RAE's decoder in place of TorchSharp's modules; null for those.</summary>
    public Func<ModelFolder, FrameEngineOptions>? Engine { get; init; }
}
