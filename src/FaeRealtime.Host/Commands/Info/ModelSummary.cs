using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Sizes;

namespace FaeRealtime.Host.Commands.Info;

/// <summary>What <c>fae info</c> tells of a model folder.</summary>
internal sealed record ModelSummary
{
    public required string Name { get; init; }

    public required string Path { get; init; }

    public required string Hash { get; init; }

    public required string Encoder { get; init; }

    /// <summary>Channels, rows, columns.</summary>
    public required IReadOnlyList<int> Latent { get; init; }

    public required int ImageSize { get; init; }

    /// <summary>Sampler steps; 0 for a flow, which has none.</summary>
    public required int Steps { get; init; }

    public required double Guidance { get; init; }

    /// <summary>Steps of the few-step student; null where the model has none.</summary>
    public required int? FewSteps { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The phrases that came with a model that knows words; null for one that knows none.</summary>
    public required IReadOnlyList<string>? Phrases { get; init; }

    /// <summary>What the model's pictures can be pushed along.</summary>
    public required IReadOnlyList<Direction> Directions { get; init; }

    /// <summary>Latents of real pictures in the folder.</summary>
    public required int Samples { get; init; }

    public required IReadOnlyList<WeightFile> Files { get; init; }

    /// <summary>The networks, counted from the configuration; null unless asked for.</summary>
    public IReadOnlyList<PartSummary>? Parts { get; init; }

    /// <param name="folder">The model.</param>
    /// <param name="parts">Whether to count its networks.</param>
    /// <exception cref="FaeException">The folder or a file in it is damaged.</exception>
    public static ModelSummary Of(ModelFolder folder, bool parts)
    {
        var config = folder.Config;
        return new ModelSummary
        {
            Name = config.Name,
            Path = folder.Path,
            Hash = folder.ShortHash,
            Encoder = config.Encoder.Name,
            Latent = [config.Latent.Channels, config.Latent.Side, config.Latent.Side],
            ImageSize = config.PixelDecoder.ImageSize,
            Steps = config.Generator.IsFlow ? 0 : config.Sampling.Steps,
            Guidance = config.Sampling.Guidance,
            FewSteps = folder.HasFewStep ? config.FewStep!.Steps : null,
            Classes = folder.Classes,
            Phrases = config.Generator.Text is not { } text ? null : File.Exists(folder.PhrasesPath) ? PhraseTable.Load(folder.PhrasesPath, text).Phrases : [],
            Directions = ModelDirections.Of(folder)?.All ?? [],
            Samples = File.Exists(folder.SamplesPath) ? SampleLatents.Load(folder).Count : 0,
            Files = [.. Weights(folder).Where(File.Exists).Select(Read)],
            Parts = parts ? [.. NetworkSize.Of(config).Select(part => PartSummary.Of(part, detailed: true))] : null,
        };
    }

    private static string[] Weights(ModelFolder folder) =>
        [folder.EncoderPath, folder.FeatureDecoderPath, folder.PixelDecoderPath, folder.GeneratorPath, folder.FewStepPath];

    private static WeightFile Read(string path)
    {
        using var reader = SafetensorsReader.Open(path);
        return new WeightFile(
            System.IO.Path.GetFileName(path),
            reader.Entries.Values.Sum(entry => entry.Shape.Aggregate(1L, (product, side) => product * side)),
            new FileInfo(path).Length);
    }
}

/// <summary>One network of a model, counted, as <c>fae info</c> tells it.</summary>
internal sealed record PartSummary
{
    public required string Name { get; init; }

    /// <summary><c>frozen</c>, <c>tokenizer</c> or <c>generator</c>.</summary>
    public required PartRole Role { get; init; }

    /// <summary>Parameters and fixed position tables.</summary>
    public required long Total { get; init; }

    /// <summary>The groups of layers; null unless asked for.</summary>
    public IReadOnlyList<SizeGroup>? Groups { get; init; }

    public static PartSummary Of(PartSize part, bool detailed) =>
        new() { Name = part.Name, Role = part.Role, Total = part.Total, Groups = detailed ? part.Groups : null };
}

/// <summary>One file of weights.</summary>
/// <param name="File">Its name.</param>
/// <param name="Parameters">Values in it.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record WeightFile(string File, long Parameters, long Bytes);
