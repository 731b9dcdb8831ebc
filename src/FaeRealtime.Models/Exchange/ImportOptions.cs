using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Models.Exchange;

/// <summary>What a model folder is made from.</summary>
public sealed record ImportOptions
{
    /// <summary>Sizes and switches of every part.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>
    /// In which direction of time the generator's weights were trained; null for what the files record, else what their velocities on the base model's real latents say. It becomes the config's
    /// <see cref="LightningDiTConfig.Time"/>, whose value there counts for random weights only.
    /// </summary>
    public TimeDirection? Time { get; init; }

    /// <summary>The folder to make; it must not exist yet, or be empty.</summary>
    public required string Output { get; init; }

    /// <summary>Class names by index; null for «class 0», «class 1», ….</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Weights by part.</summary>
    public IReadOnlyDictionary<ModelParts, PartFile> Files { get; init; } = new Dictionary<ModelParts, PartFile>();

    /// <summary>A model folder that the other parts are taken from, with its real samples; null for none.</summary>
    public string? BasePath { get; init; }

    /// <summary>Seed of random weights for parts that come from nowhere else; null leaves them out.</summary>
    public ulong? RandomSeed { get; init; }

    /// <summary>The frozen encoder's weights: checked against the config, and remembered by their hash; null keeps what the config says.</summary>
    public string? EncoderPath { get; init; }

    /// <summary>Gives pictures <c>[N, 3, S, S]</c> in [0, 1], which are encoded to find a generator's direction of time out where the base model has no latents of real pictures; null for none. The import disposes them.</summary>
    public Func<TorchSharp.torch.Tensor>? Images { get; init; }

    /// <summary>A file with tensors <c>mean</c> and <c>std</c> of C numbers each, as LightningDiT's <c>latents_stats.pt</c>; null keeps the config's.</summary>
    public string? LatentStatisticsPath { get; init; }

    /// <summary>Type of the stored matrices: F32, F16 or BF16; null for F32, and for parts of another folder as they are there.</summary>
    public WeightStorage? Storage { get; init; }
}

/// <summary>A file with a network's weights, and which of several in it.</summary>
/// <param name="Path">Safetensors (single, sharded or a folder of them) or a PyTorch file.</param>
/// <param name="Part">The dictionary in a PyTorch file, such as <c>ema</c>; null for the obvious one.</param>
public sealed record PartFile(string Path, string? Part = null)
{
    /// <summary>Reads <c>FILE</c> or <c>FILE#part</c>; a path that exists as it stands is taken as it stands.</summary>
    /// <param name="text">From a command line.</param>
    public static PartFile Parse(string text)
    {
        var mark = text.LastIndexOf('#');
        return mark <= 0 || File.Exists(text) || Directory.Exists(text) ? new PartFile(text) : new PartFile(text[..mark], text[(mark + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Part is null ? Path : $"{Path}#{Part}";
}
