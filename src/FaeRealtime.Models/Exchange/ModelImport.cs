using System.Diagnostics;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Models.Generators;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Exchange;

/// <summary>Makes a model folder from weights that were trained elsewhere, from parts of another folder, or from random numbers.</summary>
/// <remarks>The folder appears under its name only when everything in it is written; one network is in memory at a time.</remarks>
public static class ModelImport
{
    /// <summary>Makes the folder.</summary>
    /// <param name="options">What from.</param>
    /// <param name="imported">Called after each part; null for nobody.</param>
    /// <param name="cancellationToken">Checked between parts; nothing is left behind.</param>
    /// <returns>The parts, in the order that a picture takes through them.</returns>
    /// <exception cref="ConfigException">The config is unsound, the folder is not free, there is nothing to import, or a generator's direction of time is not known.</exception>
    /// <exception cref="CheckpointException">A file is missing or damaged.</exception>
    /// <exception cref="KeyMismatchException">A file does not fit the config; nothing was written.</exception>
    public static IReadOnlyList<ImportedPart> Run(ImportOptions options, IProgress<ImportedPart>? imported, CancellationToken cancellationToken)
    {
        RequireFree(options.Output);
        var sources = ModelNetworks.Parts(options.Config).Select(part => (Part: part, Source: SourceOf(options, part))).Where(entry => entry.Source is not null).ToList();
        if (options.Files.ContainsKey(ModelParts.FewStep) && options.Config.FewStep is null)
        {
            throw new ConfigException("A few-step student is given, but the model's config has no fewStep. Add \"fewStep\": {} to a config.json and give that.");
        }

        if (sources.Count == 0)
        {
            throw new ConfigException("There is nothing to import: give at least one file, a model to take parts from, or a seed for random weights.");
        }

        foreach (var (part, source) in sources.Where(entry => entry.Source!.Path.Length > 0))
        {
            RequireFit(options.Config, part, source!);
        }

        var config = WeightTime.Resolve(options, Complete(options));
        var partial = $"{Path.TrimEndingDirectorySeparator(options.Output)}.partial";
        try
        {
            Discard(partial);
            var folder = ModelFolder.Create(partial, config, options.Classes ?? [.. Enumerable.Range(0, config.Generator.Classes).Select(i => FormattableString.Invariant($"class {i}"))]);
            List<ImportedPart> parts = [];
            foreach (var (part, source) in sources)
            {
                cancellationToken.ThrowIfCancellationRequested();
                parts.Add(Write(options, folder, part, source!));
                imported?.Report(parts[^1]);
            }

            CopyTables(options, folder);
            Publish(partial, options.Output);
            return parts;
        }
        finally
        {
            Discard(partial);
        }
    }

    // Before any long work: keys and shapes alone, without memory.
    private static void RequireFit(ModelConfig config, ModelParts part, PartFile source)
    {
        using var network = ModelNetworks.Create(config, part, new Device(TorchSharp.DeviceType.META));
        using var checkpoint = CheckpointFile.Open(source.Path, source.Part);
        var report = ModuleCheckpoint.Compare(network, checkpoint, ModelNetworks.Layouts(config, part));
        if (!report.Fits)
        {
            throw new KeyMismatchException(report);
        }
    }

    private static ModelConfig Complete(ImportOptions options)
    {
        var config = options.Config;
        if (options.LatentStatisticsPath is { } statistics)
        {
            config = config with { Latent = LatentStatisticsFile.Read(statistics, config.Latent) };
        }

        if (options.EncoderPath is { } encoder)
        {
            IImageEncoder.Load(config.Encoder with { Sha256 = null }, encoder).Dispose();
            config = config with { Encoder = config.Encoder with { Sha256 = WeightIdentity.Hash(encoder, $"encoder '{config.Encoder.Name}'") } };
        }

        return config;
    }

    // Null where the part comes from nowhere; a file without path means random weights.
    private static PartFile? SourceOf(ImportOptions options, ModelParts part)
    {
        if (options.Files.TryGetValue(part, out var file))
        {
            return file;
        }

        var kept = options.BasePath is { } model ? Path.Combine(model, ModelNetworks.FileOf(part)) : null;
        return File.Exists(kept) ? new PartFile(kept) : options.RandomSeed is null ? null : new PartFile(string.Empty);
    }

    private static ImportedPart Write(ImportOptions options, ModelFolder folder, ModelParts part, PartFile source)
    {
        var started = Stopwatch.GetTimestamp();
        using var network = ModelNetworks.Create(folder.Config, part);
        KeyReport? report = null;
        if (source.Path.Length > 0)
        {
            using var checkpoint = CheckpointFile.Open(source.Path, source.Part);
            report = ModuleCheckpoint.Load(network, checkpoint, ModelNetworks.Layouts(folder.Config, part));
        }
        else
        {
            RandomWeights.Draw(network, options.RandomSeed!.Value + (ulong)part);
        }

        var turned = network is LightningDiT && report is not null && !options.Files.ContainsKey(part) && WeightTime.BaseTime(options) != folder.Config.Generator.Time;
        if (turned)
        {
            TimeReversal.Apply((LightningDiT)network);
        }

        var file = ModelNetworks.FileOf(part);
        var target = Path.Combine(folder.Path, file);
        if (options.Storage is null && !options.Files.ContainsKey(part) && report is not null && !turned)
        {
            File.Copy(source.Path, target);
        }
        else
        {
            ModuleCheckpoint.Save(network, target, options.Storage ?? WeightStorage.F32);
        }

        var state = network.state_dict();
        return new ImportedPart(
            part,
            file,
            report is null ? FormattableString.Invariant($"random, seed {options.RandomSeed}") : source.ToString(),
            report?.Layout.Name,
            state.Count,
            state.Values.Sum(value => value.numel()),
            report?.Ignored ?? [],
            Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Whether the base model's latents of real pictures are the new model's too: they belong to the encoder that made them.</summary>
    internal static bool KeepsSamples(ImportOptions options) => options.BasePath is { } model && File.Exists(Path.Combine(model, ModelFolder.SamplesFile))
        && !options.Files.ContainsKey(ModelParts.Encoder) && !options.Files.ContainsKey(ModelParts.FeatureDecoder);

    /// <summary>Whether the base model's directions are the new model's too: those of features belong to the frozen encoder's, those of phrases to the words.</summary>
    internal static bool KeepsDirections(ImportOptions options, ModelConfig config)
    {
        if (options.BasePath is not { } path || !File.Exists(Path.Combine(path, ModelFolder.DirectionsFile)) || options.EncoderPath is not null || options.Files.ContainsKey(ModelParts.Encoder) || options.Files.ContainsKey(ModelParts.FeatureDecoder))
        {
            return false;
        }

        var known = ModelFolder.Open(path);
        return known.Config.Latent.Side == config.Latent.Side && known.Config.Encoder.Name == config.Encoder.Name && known.Config.Encoder.FeatureWidth == config.Encoder.FeatureWidth
            && (ModelDirections.Of(known)?.All.All(one => one.Kind != DirectionKind.Phrase || known.Config.Generator.Text == config.Generator.Text) ?? false);
    }

    private static void CopyTables(ImportOptions options, ModelFolder folder)
    {
        if (KeepsSamples(options))
        {
            File.Copy(Path.Combine(options.BasePath!, ModelFolder.SamplesFile), folder.SamplesPath);
        }

        // Vectors of a frozen text encoder: they fit whatever generator the base's configuration describes.
        if (options.BasePath is { } model && folder.Config.Generator.Text is { } text && Path.Combine(model, ModelFolder.PhrasesFile) is var phrases && File.Exists(phrases))
        {
            if (options.Storage is WeightStorage.I8 or WeightStorage.I4)
            {
                PhraseTable.Load(phrases, text).Save(folder.PhrasesPath, bytes: true);
            }
            else
            {
                File.Copy(phrases, folder.PhrasesPath);
            }
        }

        if (KeepsDirections(options, folder.Config))
        {
            File.Copy(Path.Combine(options.BasePath!, ModelFolder.DirectionsFile), folder.DirectionsPath);
            File.Copy(Path.Combine(options.BasePath!, ModelFolder.DirectionVectorsFile), folder.DirectionVectorsPath);
        }
    }

    private static void RequireFree(string output)
    {
        if (File.Exists(output) || (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any()))
        {
            throw new ConfigException($"'{output}' is already there. Choose another folder, or move that one away; an import overwrites nothing.");
        }
    }

    private static void Publish(string partial, string output)
    {
        if (Directory.Exists(output))
        {
            Directory.Delete(output);
        }

        Directory.Move(partial, output);
    }

    private static void Discard(string partial)
    {
        if (Directory.Exists(partial))
        {
            Directory.Delete(partial, recursive: true);
        }
    }
}

/// <summary>One network of an imported model.</summary>
/// <param name="Part">Which.</param>
/// <param name="File">Its file in the new folder.</param>
/// <param name="Source">Where the weights came from.</param>
/// <param name="Layout">Whose keys the source had; null for random weights.</param>
/// <param name="Tensors">Tensors written.</param>
/// <param name="Parameters">Numbers in them.</param>
/// <param name="Ignored">Keys of the source that belong to something else.</param>
/// <param name="Seconds">Reading and writing.</param>
public sealed record ImportedPart(ModelParts Part, string File, string Source, string? Layout, int Tensors, long Parameters, IReadOnlyList<string> Ignored, double Seconds);
