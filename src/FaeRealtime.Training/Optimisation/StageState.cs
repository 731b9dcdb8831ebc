using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Distributed;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;
using TorchSharp;

namespace FaeRealtime.Training.Optimisation;

/// <summary>
/// Everything that a stage needs to resume as if it had never stopped: weights, averages, AdamW's moments, buffers, step, seed. Random numbers and the order of the data are functions
/// of seed and step, so their state is the step. A safetensors file a save, written whole or not at all.
/// </summary>
internal sealed class StageState
{
    private const string StepKey = "step";
    private const string SeedKey = "seed";
    private const string BatchKey = "batch";
    private const string UpdatesKey = "updates";
    private const string BestKey = "best";

    private readonly StateFiles _files;
    private readonly int _batch;
    private readonly ulong _seed;
    private readonly IReadOnlyList<(ITrainedModules Modules, TrainedModulesOptimiser Optimiser)> _trained;

    public StageState(StateFiles files, int batch, IReadOnlyList<(ITrainedModules Modules, TrainedModulesOptimiser Optimiser)> trained, ulong seed)
    {
        _files = files;
        _batch = batch;
        _seed = seed;
        _trained = trained;
    }

    /// <summary>The best held-out value so far, or null before the first.</summary>
    public double? Best { get; set; }

    /// <summary>The step that the newest whole state reached, or null where there is none.</summary>
    public static int? ReadStep(StateFiles files)
    {
        using var reader = Newest(files, out _);
        return reader is null ? null : Step(reader);
    }

    /// <summary>Refuses to resume with what would not continue the same sequence. Reads a state's header alone; one that cannot be read is judged when it is loaded.</summary>
    /// <param name="files">The stage's.</param>
    /// <param name="best">Whether the best state is resumed from.</param>
    /// <param name="seed">The run's.</param>
    /// <param name="recipe">The stage's.</param>
    /// <exception cref="ConfigException">It was written with another seed or batch size, or has more steps than the recipe.</exception>
    public static void RequireSame(StateFiles files, bool best, ulong seed, OptimisationRecipe recipe)
    {
        foreach (var path in best ? [files.BestPath] : files.Saved)
        {
            SafetensorsReader reader;
            try
            {
                reader = SafetensorsReader.Open(path);
            }
            catch (CheckpointException)
            {
                continue;
            }

            using (reader)
            {
                Require(reader, SeedKey, seed.ToString(CultureInfo.InvariantCulture));
                Require(reader, BatchKey, recipe.Batch.ToString(CultureInfo.InvariantCulture));
                if (Step(reader) > recipe.Steps)
                {
                    throw new ConfigException($"State {reader.Path} has {Step(reader)} steps already, this run has only {recipe.Steps}. Give as many steps or more, or another run folder; nothing was overwritten.");
                }
            }

            return;
        }
    }

    /// <summary>Saves beside the earlier states.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="keep">How many states stay, this one among them.</param>
    /// <exception cref="CheckpointException">The folder is full or read-only; earlier states stay.</exception>
    public void Save(int step, int keep)
    {
        Write(_files.PathOf(step), step);
        _files.Keep(keep);
    }

    /// <summary>Saves in place of the best state.</summary>
    /// <param name="step">Steps done.</param>
    /// <exception cref="CheckpointException">The folder is full or read-only; the earlier best stays.</exception>
    public void SaveBest(int step) => Write(_files.BestPath, step);

    /// <summary>Takes everything from the newest whole state.</summary>
    /// <param name="report">Told about each state that is damaged and passed over.</param>
    /// <returns>Steps already done; 0 where there is no state.</returns>
    /// <exception cref="CheckpointException">Every state is damaged, or one does not fit the networks.</exception>
    /// <exception cref="ConfigException">It was written with another seed or batch size.</exception>
    public int Load(Action<string> report)
    {
        using var reader = Newest(_files, out var damaged);
        foreach (var path in damaged)
        {
            report(path);
        }

        return reader is null ? 0 : Take(reader);
    }

    /// <summary>Takes everything from the best state and removes those after it.</summary>
    /// <returns>Steps already done.</returns>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it does not fit the networks.</exception>
    public int LoadBest()
    {
        using var reader = SafetensorsReader.Open(_files.BestPath);
        if (!StateChecksum.Holds(reader))
        {
            throw new CheckpointException($"State {_files.BestPath} is damaged: its checksum does not hold. Resume from the last state instead of the best.");
        }

        var step = Take(reader);
        _files.RemoveAfter(step);
        return step;
    }

    /// <summary>Gives every rank what rank 0 has.</summary>
    /// <param name="exchange">The ranks.</param>
    /// <param name="step">Steps already done; rank 0's counts.</param>
    /// <returns>Rank 0's steps.</returns>
    public int Share(IRankExchange exchange, int step)
    {
        if (exchange.World == 1)
        {
            return step;
        }

        var buffers = _trained.SelectMany(one => one.Modules.Modules).SelectMany(module => module.Trained.buffers().Concat(module.Averaged?.buffers() ?? []));
        exchange.Share([.. Entries().Select(entry => entry.Value), .. buffers.Where(buffer => buffer.is_floating_point())]);
        foreach (var (_, optimiser) in _trained)
        {
            optimiser.Updates = exchange.Share(optimiser.Updates);
        }

        Round();

        return (int)exchange.Share((long)step);
    }

    /// <summary>SHA-256 of the trained weights.</summary>
    public byte[] Digest()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, trained, _, _) in _trained.SelectMany(one => one.Optimiser.Moments()))
        {
            digest.AppendData(MemoryMarshal.AsBytes(TensorExport.Values(trained).AsSpan()));
        }

        return digest.GetHashAndReset();
    }

    // A state that a disk or a crash has spoiled is passed over for the one before it.
    private static SafetensorsReader? Newest(StateFiles files, out IReadOnlyList<string> damaged)
    {
        var passed = new List<string>();
        damaged = passed;
        foreach (var path in files.Saved)
        {
            if (OpenWhole(path) is { } reader)
            {
                return reader;
            }

            passed.Add(path);
        }

        return passed.Count == 0
            ? null
            : throw new CheckpointException($"Every saved state is damaged ({string.Join(", ", passed)}). Remove them and train the stage anew, or restore one from a backup.");
    }

    private static SafetensorsReader? OpenWhole(string path)
    {
        SafetensorsReader? reader = null;
        try
        {
            reader = SafetensorsReader.Open(path);
            if (StateChecksum.Holds(reader))
            {
                return reader;
            }
        }
        catch (CheckpointException)
        {
            // Damaged; the caller passes over it and says so.
        }

        reader?.Dispose();
        return null;
    }

    private static int Step(SafetensorsReader reader) => int.Parse(Metadata(reader, StepKey), CultureInfo.InvariantCulture);

    private static string Metadata(SafetensorsReader reader, string key) => reader.Metadata.TryGetValue(key, out var value)
        ? value
        : throw new CheckpointException($"State {reader.Path} has no metadata '{key}': it is no training state. Remove it or choose another run folder.");

    private static void Require(SafetensorsReader reader, string key, string value)
    {
        var stored = Metadata(reader, key);
        if (stored != value)
        {
            throw new ConfigException($"State {reader.Path} was trained with {key} {stored}, this run has {key} {value}: it would not continue the same sequence. Use the {key} it was started with, or another run folder; nothing was overwritten.");
        }
    }

    private void Write(string path, int step)
    {
        var metadata = new Dictionary<string, string>
        {
            [StepKey] = step.ToString(CultureInfo.InvariantCulture),
            [SeedKey] = _seed.ToString(CultureInfo.InvariantCulture),
            [BatchKey] = _batch.ToString(CultureInfo.InvariantCulture),
            [UpdatesKey] = string.Join(' ', _trained.Select(one => one.Optimiser.Updates.ToString(CultureInfo.InvariantCulture))),
        };
        if (Best is { } best)
        {
            metadata[BestKey] = best.ToString("r", CultureInfo.InvariantCulture);
        }

        var values = Entries().Select(entry => (entry.Key, entry.Value.shape, Values: (Func<ReadOnlyMemory<float>>)(() => TensorExport.Values(entry.Value)))).ToArray();
        metadata[StateChecksum.Key] = StateChecksum.Of(metadata, values.Select(entry => (entry.Key, entry.Values)));
        SafetensorsWriter.Write(path, [.. values.Select(entry => SafetensorsTensor.FromSingle(entry.Key, entry.shape, entry.Values))], metadata);
    }

    private int Take(SafetensorsReader reader)
    {
        Require(reader, SeedKey, _seed.ToString(CultureInfo.InvariantCulture));
        Require(reader, BatchKey, _batch.ToString(CultureInfo.InvariantCulture));
        using var guard = torch.no_grad();
        foreach (var (key, value) in Entries())
        {
            TensorExport.Fill(value, reader, key);
        }

        foreach (var (one, count) in _trained.Zip(Metadata(reader, UpdatesKey).Split(' ')))
        {
            one.Optimiser.Updates = long.Parse(count, CultureInfo.InvariantCulture);
        }

        Round();

        Best = reader.Metadata.TryGetValue(BestKey, out var best) ? double.Parse(best, CultureInfo.InvariantCulture) : null;
        return Step(reader);
    }

    private IEnumerable<(string Key, torch.Tensor Value)> Entries() => _trained.SelectMany(one => one.Optimiser.Moments()
        .SelectMany(entry => new (string, torch.Tensor)[]
        {
            ($"weights.{entry.Key}", entry.Trained),
            ($"first.{entry.Key}", entry.First),
            ($"second.{entry.Key}", entry.Second),
        })
        .Concat(one.Modules.Modules.SelectMany(module => module.Averages()).Select(average => ($"average.{average.Key}", (torch.Tensor)average.Averaged)))
        .Concat(one.Modules.Buffers.Select(buffer => ($"buffer.{buffer.Key}", buffer.Value))));

    private void Round()
    {
        foreach (var module in _trained.SelectMany(one => one.Modules.Modules))
        {
            module.Round();
        }
    }
}
