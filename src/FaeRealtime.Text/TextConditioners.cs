using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Text.Networks;

namespace FaeRealtime.Text;

/// <summary>A text conditioner that model configurations may name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Files">The files that its folder holds, the vocabulary first for those over TorchSharp.</param>
/// <param name="Source">Where they come from.</param>
public sealed record KnownTextConditioner(string Name, IReadOnlyList<string> Files, string Source);

/// <summary>Opens text conditioners by the names that model configurations have for them.</summary>
/// <remarks>Only those of T5 and SigLIP touch TorchSharp: it is not loaded before one of them is opened.</remarks>
public static class TextConditioners
{
    private const string Weights = "model.safetensors";
    private const string Unigram = "spiece.model";
    private const string Gemma = "tokenizer.model";
    private const string GemmaSource = ", the vocabulary also from google/gemma-2b";

    // A whole file or the index of a sharded one, as model hubs lay them out.
    private static readonly string[] WeightsForms = [Weights + ".index.json", Weights, "pytorch_model.bin.index.json", "pytorch_model.bin"];

    private static readonly IReadOnlyDictionary<string, T5Config> T5s = new Dictionary<string, T5Config>
    {
        ["flan-t5-large"] = T5Config.FlanLarge,
        ["flan-t5-xl"] = T5Config.FlanXl,
        ["t5-v1_1-large"] = T5Config.FlanLarge,
        ["t5-v1_1-xl"] = T5Config.FlanXl,
    };

    // The towers of the encoders that pictures are read with, and the paper's.
    private static readonly IReadOnlyDictionary<string, TextEncoderConfig> Siglips = new Dictionary<string, TextEncoderConfig>
    {
        ["siglip-base-patch16-224"] = TextEncoderConfig.SiglipBase,
        ["siglip-large-patch16-256"] = TextEncoderConfig.SiglipLarge,
        ["siglip-so400m-patch14-224"] = TextEncoderConfig.SiglipSo400m with { Length = 16 },
        ["siglip-so400m-patch14-384"] = TextEncoderConfig.SiglipSo400m,
        ["siglip2-base-patch16-256"] = TextEncoderConfig.Siglip2Base,
        ["siglip2-large-patch16-256"] = TextEncoderConfig.Siglip2Large,
        ["siglip2-so400m-patch16-256"] = TextEncoderConfig.Siglip2So400m,
        ["siglip2-giant-opt-patch16-256"] = TextEncoderConfig.Siglip2GiantOpt,
    };

    /// <summary>The known ones.</summary>
    public static IReadOnlyList<KnownTextConditioner> All { get; } =
    [
        new(MiniLm.EncoderName, ["model.onnx", "vocab.txt"], "sentence-transformers/" + MiniLm.EncoderName),
        .. T5s.Keys.Select(name => new KnownTextConditioner(name, [Unigram, Weights], "google/" + name)),
        .. Siglips.Keys.Select(name => Version(name) == SiglipVersion.One
            ? new KnownTextConditioner(name, [Unigram, Weights], "google/" + name)
            : new KnownTextConditioner(name, [Gemma, Weights], "google/" + name + GemmaSource)),
    ];

    /// <summary>What is known of a name.</summary>
    /// <param name="name">As a model's configuration has it.</param>
    /// <exception cref="ConfigException">It is not known.</exception>
    public static KnownTextConditioner Find(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw new ConfigException($"No text encoder is called '{Shortened.Text(name)}'. Near to it: '{NearestName.Of(name, All.Select(known => known.Name))}'. There are {string.Join(", ", All.Select(known => known.Name))}.") { IsMissing = true };

    /// <summary>Opens a text conditioner, which computes on the CPU.</summary>
    /// <param name="name">One of <see cref="All"/>'s names.</param>
    /// <param name="path">The folder with its <see cref="KnownTextConditioner.Files"/>; for weights also the index of their shards or a PyTorch file under its usual name. For MiniLM also what <see cref="MiniLm.Open"/> takes.</param>
    /// <returns>The conditioner; the caller disposes.</returns>
    /// <exception cref="ConfigException">The name is not known; a file is absent, unreadable or another one.</exception>
    /// <exception cref="CheckpointException">The weights are damaged or do not fit.</exception>
    /// <exception cref="NativeException">What runs the encoder cannot be loaded.</exception>
    public static ITextConditioner Open(string name, string path)
    {
        var known = Find(name);
        return known.Name == MiniLm.EncoderName ? MiniLm.Open(path)
            : T5s.TryGetValue(known.Name, out var config) ? OpenT5(known, config, path)
            : OpenSiglip(known, Siglips[known.Name], path);
    }

    // Methods of their own, so that compiling the one above loads no TorchSharp.
    private static T5Conditioner OpenT5(KnownTextConditioner known, T5Config config, string path) =>
        T5Conditioner.Open(known.Name, config, WeightsOf(known, path), FileOf(known, path, known.Files[0]));

    private static SiglipTextConditioner OpenSiglip(KnownTextConditioner known, TextEncoderConfig config, string path) =>
        SiglipTextConditioner.Open(known.Name, Version(known.Name), config, WeightsOf(known, path), FileOf(known, path, known.Files[0]));

    private static SiglipVersion Version(string name) => name.StartsWith("siglip2", StringComparison.Ordinal) ? SiglipVersion.Two : SiglipVersion.One;

    private static string WeightsOf(KnownTextConditioner known, string path) =>
        WeightsForms.Select(form => Path.Combine(path, form)).FirstOrDefault(File.Exists) ?? throw Absent(known, path, Weights);

    private static string FileOf(KnownTextConditioner known, string path, string file) =>
        File.Exists(Path.Combine(path, file)) ? Path.Combine(path, file) : throw Absent(known, path, file);

    private static ConfigException Absent(KnownTextConditioner known, string path, string file) =>
        new($"The text encoder {known.Name} needs {file} in the folder '{path}', and there is none. Its files, {string.Join(" and ", known.Files)}, come from huggingface.co: {known.Source}.") { IsMissing = true };
}
