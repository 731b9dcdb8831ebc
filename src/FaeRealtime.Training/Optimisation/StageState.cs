using System.Globalization;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Everything that a stage needs to go on as if it had never stopped: weights, averages, AdamW's moments, step and seed. One safetensors file, written whole or not at all.</summary>
internal sealed class StageState
{
    private const string StepKey = "step";
    private const string SeedKey = "seed";
    private const string BatchKey = "batch";
    private const string UpdatesKey = "updates";

    private readonly string path;
    private readonly int batch;
    private readonly ulong seed;
    private readonly IReadOnlyList<(ITrainee Trainee, TraineeOptimiser Optimiser)> trainees;

    public StageState(string path, int batch, IReadOnlyList<(ITrainee Trainee, TraineeOptimiser Optimiser)> trainees, ulong seed)
    {
        this.path = path;
        this.batch = batch;
        this.seed = seed;
        this.trainees = trainees;
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
        var metadata = new Dictionary<string, string>
        {
            [StepKey] = step.ToString(CultureInfo.InvariantCulture),
            [SeedKey] = seed.ToString(CultureInfo.InvariantCulture),
            [BatchKey] = batch.ToString(CultureInfo.InvariantCulture),
            [UpdatesKey] = string.Join(' ', trainees.Select(one => one.Optimiser.Moments().First().Moments.step.ToString(CultureInfo.InvariantCulture))),
        };
        SafetensorsWriter.Write(path, [.. Entries().Select(entry => TensorExport.ToSafetensors(entry.Key, entry.Value))], metadata);
    }

    /// <summary>Takes everything from the file.</summary>
    /// <returns>Steps already done.</returns>
    /// <exception cref="CheckpointException">The file is damaged or does not fit the networks.</exception>
    /// <exception cref="ConfigException">It was written with another seed or batch size.</exception>
    public int Load()
    {
        using var reader = SafetensorsReader.Open(path);
        Require(reader, SeedKey, seed.ToString(CultureInfo.InvariantCulture));
        Require(reader, BatchKey, batch.ToString(CultureInfo.InvariantCulture));
        var step = int.Parse(Metadata(reader, StepKey), CultureInfo.InvariantCulture);
        var updates = Metadata(reader, UpdatesKey).Split(' ');
        using var guard = torch.no_grad();
        foreach (var (key, value) in Entries())
        {
            TensorExport.Fill(value, reader, key);
        }

        foreach (var (one, count) in trainees.Zip(updates))
        {
            foreach (var (_, _, moments) in one.Optimiser.Moments())
            {
                moments.step = long.Parse(count, CultureInfo.InvariantCulture);
            }
        }

        return step;
    }

    private IEnumerable<(string Key, torch.Tensor Value)> Entries() => trainees.SelectMany(one => one.Optimiser.Moments()
        .SelectMany(entry => new (string, torch.Tensor)[]
        {
            ($"weights.{entry.Key}", entry.Trained),
            ($"first.{entry.Key}", entry.Moments.exp_avg),
            ($"second.{entry.Key}", entry.Moments.exp_avg_sq),
        })
        .Concat(one.Trainee.Modules.SelectMany(module => module.Averages()).Select(average => ($"average.{average.Key}", (torch.Tensor)average.Averaged)))
        .Concat(one.Trainee.Buffers.Select(buffer => ($"buffer.{buffer.Key}", buffer.Value))));

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
