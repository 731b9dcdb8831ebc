using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Images;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Engines;

/// <summary>What a frame engine runs and where.</summary>
public sealed record FrameEngineInfo
{
    /// <summary>The model folder's name, by which files say what made them.</summary>
    public required string Folder { get; init; }

    /// <summary>The model's configuration.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>The model folder's hash.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Class names, by class index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Engine and device, such as <c>cpu, 2 threads, 256-bit vectors</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Which engine.</summary>
    public EngineKind Kind { get; init; }

    /// <summary>OpenGL's name of the device that computes (<c>GL_RENDERER</c>); null for other engines.</summary>
    public string? Renderer { get; init; }

    /// <summary>Why this engine runs and not another; the end of a sentence, without a full stop.</summary>
    public string Reason { get; init; } = "asked for";

    /// <summary>Bits of a vector of the CPU engine, on which the last bits of a picture depend; null for other engines.</summary>
    public int? VectorBits { get; init; }

    /// <summary>The device in whose memory the engine can leave pictures (<see cref="IDeviceFrameEngine"/>); null where it cannot.</summary>
    public PictureDevice? PictureDevice { get; init; }

    /// <summary>Why <see cref="PictureDevice"/> is null, as the end of a sentence without a full stop.</summary>
    public string HostReason { get; init; } = "the engine paints into host memory";

    /// <summary>Whether the folder has a generator.</summary>
    public required bool CanGenerate { get; init; }

    /// <summary>Which of the model's generators that is.</summary>
    public GeneratorVariant Generator { get; init; }

    /// <summary>What makes latents, for reports: <c>teacher</c>, <c>few-step</c>, or <c>flow</c>, which has no steps.</summary>
    public string SamplerName => Generator.Name(Config.Generator);

    /// <summary>How that generator is sampled unless the user says otherwise.</summary>
    public SamplingConfig Sampling => Config.SamplingOf(Generator);

    /// <summary>Latents of real pictures from the folder, normalised, one <c>[C, h, w]</c> each; empty where the folder has none.</summary>
    public required IReadOnlyList<float[]> Samples { get; init; }

    /// <summary>The class of each sample.</summary>
    public required IReadOnlyList<int> SampleLabels { get; init; }

    /// <summary>What the words of a prompt are read with; null for a model that knows classes only.</summary>
    public PhraseVectors? Words { get; init; }

    /// <summary>What seeds draw where nothing is asked for; null for a model without words or captions.</summary>
    public DrawnPrompts? Prompts { get; init; }

    /// <summary>What the model's pictures can be pushed along; null for a model without directions.</summary>
    public ModelDirections? Directions { get; init; }

    /// <summary>Values of a latent, C·h·w.</summary>
    public int LatentLength => Config.Latent.Channels * Config.Latent.Side * Config.Latent.Side;

    /// <summary>Width D of the features between the decoders.</summary>
    public int FeatureWidth => Config.Encoder.FeatureWidth;

    /// <summary>Values of a picture's features, T·D.</summary>
    public int FeatureLength => Config.Latent.Side * Config.Latent.Side * FeatureWidth;

    /// <summary>Side of the painted picture in pixels.</summary>
    public int ImageSize => Config.PixelDecoder.ImageSize;

    /// <summary>What a folder says about itself.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="generator">Which of its generators is used.</param>
    /// <param name="device">Engine and device.</param>
    /// <param name="phraseEncoder">As in <see cref="FrameEngineOptions.PhraseEncoder"/>.</param>
    /// <returns>The description, for an engine to add what only it knows.</returns>
    /// <exception cref="CheckpointException">The samples, phrases or directions are damaged or of another shape.</exception>
    /// <exception cref="ConfigException">The list of directions is none, or does not fit.</exception>
    public static FrameEngineInfo Of(ModelFolder folder, GeneratorVariant generator, string device, Lazy<IPhraseEncoder>? phraseEncoder = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var samples = File.Exists(folder.SamplesPath) ? SampleLatents.Load(folder) : null;
        var words = PhraseVectors.Of(folder, phraseEncoder);
        return new FrameEngineInfo
        {
            Folder = folder.Name,
            Config = folder.Config,
            ModelHash = folder.ShortHash,
            Classes = folder.Classes,
            Device = device,
            CanGenerate = File.Exists(folder.PathOf(generator)),
            Generator = generator,
            Samples = samples is null ? [] : NormalisedSamples.Of(samples, folder.Config.Latent),
            SampleLabels = samples?.Labels ?? [],
            Words = words,
            Prompts = DrawnPrompts.Of(samples, folder.Config.Generator.Classes, words),
            Directions = ModelDirections.Of(folder),
        };
    }

    /// <summary>The failure of a folder without generator that was asked to generate.</summary>
    public ConfigException NoGenerator() => new(
        $"Model '{Config.Name}' has no {ModelFolder.GeneratorFile}, which modes morph and walk need. Choose mode samples, or train stage III.");

    /// <summary>The failure of a generator that gave no numbers.</summary>
    public CheckpointException GeneratorNotFinite() =>
        NotFinite("generator", Generator == GeneratorVariant.FewStep ? ModelFolder.FewStepFile : ModelFolder.GeneratorFile);

    /// <summary>The failure of decoders that gave no numbers.</summary>
    public CheckpointException DecodersNotFinite() => NotFinite("decoders", ModelFolder.PixelDecoderFile);

    private CheckpointException NotFinite(string part, string file) => new(
        $"The {part} of model '{Config.Name}' gave values that are not finite. Put back a sound {file} and reload.");
}

/// <summary>Brings the latents of real pictures into the space that the generator and the blends work in.</summary>
internal static class NormalisedSamples
{
    /// <returns>(z − mean)/std per channel, one <c>[C, h, w]</c> a picture; z itself while the model has no statistics.</returns>
    public static IReadOnlyList<float[]> Of(SampleLatents samples, LatentConfig latent)
    {
        var plane = samples.Side * samples.Side;
        var normalised = new float[samples.Count][];
        for (var n = 0; n < samples.Count; n++)
        {
            normalised[n] = samples.Latent(n).ToArray();
            for (var i = 0; latent.Mean.Count > 0 && i < normalised[n].Length; i++)
            {
                var channel = i / plane;
                normalised[n][i] = (float)((normalised[n][i] - latent.Mean[channel]) / latent.Std[channel]);
            }
        }

        return normalised;
    }
}
