using System.Globalization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Runs;
using TorchSharp;
using TorchSharp.Modules;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Everything that a stage needs to go on as if it had never stopped: weights, averages, AdamW's moments, step and seed. One safetensors file, written whole or not at all.</summary>
internal sealed class StageState
{
    private const string StepKey = "step";
    private const string SeedKey = "seed";
    private const string BatchKey = "batch";

    private readonly string path;
    private readonly ITrainingStage stage;
    private readonly ulong seed;
    private readonly IReadOnlyList<(string Key, Parameter Trained, Parameter Averaged, AdamW.State Moments)> entries;

    public StageState(string path, ITrainingStage stage, AdamW optimiser, ulong seed)
    {
        this.path = path;
        this.stage = stage;
        this.seed = seed;
        entries = [.. stage.Modules
            .SelectMany(module => module.Parameters())
            .Zip(optimiser.state_dict().State, (named, state) => (named.Key, named.Trained, named.Averaged, (AdamW.State)state))];
    }

    /// <summary>The step that a state file reached, or null where there is none.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public static int? ReadStep(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var reader = SafetensorsReader.Open(path);
        return int.Parse(Metadata(reader, StepKey), CultureInfo.InvariantCulture);
    }

    public void Save(int step)
    {
        var tensors = new List<SafetensorsTensor>(4 * entries.Count);
        foreach (var (key, trained, averaged, moments) in entries)
        {
            tensors.Add(TensorExport.ToSafetensors($"weights.{key}", trained));
            tensors.Add(TensorExport.ToSafetensors($"average.{key}", averaged));
            tensors.Add(TensorExport.ToSafetensors($"first.{key}", moments.exp_avg));
            tensors.Add(TensorExport.ToSafetensors($"second.{key}", moments.exp_avg_sq));
        }

        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            [StepKey] = step.ToString(CultureInfo.InvariantCulture),
            [SeedKey] = seed.ToString(CultureInfo.InvariantCulture),
            [BatchKey] = stage.Optimisation.Batch.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Takes everything from the file.</summary>
    /// <returns>Steps already done.</returns>
    /// <exception cref="CheckpointException">The file is damaged or does not fit the networks.</exception>
    /// <exception cref="ConfigException">It was written with another seed or batch size.</exception>
    public int Load()
    {
        using var reader = SafetensorsReader.Open(path);
        Require(reader, SeedKey, seed.ToString(CultureInfo.InvariantCulture));
        Require(reader, BatchKey, stage.Optimisation.Batch.ToString(CultureInfo.InvariantCulture));
        var step = int.Parse(Metadata(reader, StepKey), CultureInfo.InvariantCulture);
        using var guard = torch.no_grad();
        foreach (var (key, trained, averaged, moments) in entries)
        {
            TensorExport.Fill(trained, reader, $"weights.{key}");
            TensorExport.Fill(averaged, reader, $"average.{key}");
            TensorExport.Fill(moments.exp_avg, reader, $"first.{key}");
            TensorExport.Fill(moments.exp_avg_sq, reader, $"second.{key}");
            moments.step = step;
        }

        return step;
    }

    private static string Metadata(SafetensorsReader reader, string key) => reader.Metadata.TryGetValue(key, out var value)
        ? value
        : throw new CheckpointException($"State {reader.Path} has no metadata '{key}': it is no training state. Remove it or choose another --out.");

    private void Require(SafetensorsReader reader, string key, string value)
    {
        var stored = Metadata(reader, key);
        if (stored != value)
        {
            throw new ConfigException($"State {path} was trained with {key} {stored}, this run has {key} {value}: it would not continue the same sequence. Use the {key} it was started with, or another --out.");
        }
    }
}
