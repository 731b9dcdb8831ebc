using System.CommandLine;
using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Host.CommandLine;
using FaeRealtime.Host.Content;
using FaeRealtime.Models;
using FaeRealtime.Models.Exchange;
using TorchSharp;

namespace FaeRealtime.Host.Commands.Import;

/// <summary>The command line of <c>fae import</c>.</summary>
internal sealed class ImportArguments
{
    private const string ImageModel = "default";
    private const string FileForm = "safetensors, sharded safetensors or .pt/.pth; FILE#ema chooses a dictionary in it.";

    private readonly Option<string> _output = new("--out") { Description = "The model folder to make; new or empty.", Required = true };
    private readonly Option<string?> _architecture = new("--arch") { Description = "A named model, see `fae info --list`." };
    private readonly Option<string?> _config = new("--config") { Description = "A model's config.json instead of --arch." };
    private readonly Option<string?> _from = new("--from") { Description = "A model folder: its config unless --arch or --config is given, and every part that is not given." };
    private readonly Option<string?> _classes = new("--classes") { Description = "A JSON array of class names; index = class." };
    private readonly Option<string?> _encoder = new("--encoder") { Description = "The frozen encoder's official weights: checked, and remembered by their SHA-256." };
    private readonly Option<string?> _statistics = new("--latent-stats") { Description = "A file with the latents' mean and std, as LightningDiT's latents_stats.pt." };
    private readonly Option<string?> _time = new("--time") { Description = "Which end of a LightningDiT's or SiT's time is data: data-at-one (SiT, LightningDiT) or noise-at-one (FAE, REPA); default: what the file records, what --config says, else what its velocities on the model's real latents tell." };
    private readonly Option<string?> _store = new("--store") { Description = "Type of the stored matrices: f32, f16, bf16, i8 (a quarter, with a scale a row) or i4 (an eighth, with a scale each 64 values); default: f32, and parts of --from as they are." };
    private readonly Option<ulong?> _random = new("--random") { Description = "A seed: parts that are not given get random weights." };

    private readonly (ModelParts Part, Option<string?> Option)[] _files =
    [
        (ModelParts.Encoder, new("--autoencoder") { Description = $"The encoder from features to latents: {FileForm}" }),
        (ModelParts.FeatureDecoder, new("--feature-decoder") { Description = $"The feature decoder: {FileForm}" }),
        (ModelParts.PixelDecoder, new("--pixel-decoder") { Description = $"The pixel decoder, ours or RAE's: {FileForm}" }),
        (ModelParts.Generator, new("--generator") { Description = $"The generator that the config names, under its official keys (LightningDiT, SiT, MMDiT with or without model.diffusion_model., STARFlow, TARFlow, RAE's DDT): {FileForm}" }),
        (ModelParts.FewStep, new("--few-step") { Description = $"The generator's few-step student; the config must have fewStep: {FileForm}" }),
    ];

    /// <summary>The options, for a command's help.</summary>
    public IEnumerable<Option> All => [_output, _architecture, _config, _from, .. _files.Select(file => file.Option), _encoder, _statistics, _time, _classes, _store, _random];

    /// <summary>What a command line asks for.</summary>
    /// <exception cref="ConfigException">It contradicts itself, or a file in it cannot be read.</exception>
    public ImportOptions Read(ParseResult parsed)
    {
        var source = parsed.GetValue(_from) is { } model ? ModelFolder.Open(ContentFolder.Model(model)) : null;
        var chosen = Config(parsed, source);
        return new ImportOptions
        {
            Config = chosen,
            Time = parsed.GetValue(_time) is { } direction ? WeightOptions.Direction(direction) : SaidTime(parsed, chosen),
            Output = parsed.GetRequiredValue(_output),
            Classes = parsed.GetValue(_classes) is { } names ? StrictJson.Read<string[]>(names) : source?.Config.Generator.Classes == chosen.Generator.Classes ? source.Classes : null,
            Files = _files.Where(file => parsed.GetValue(file.Option) is not null).ToDictionary(file => file.Part, file => PartFile.Parse(parsed.GetValue(file.Option)!)),
            BasePath = source?.Path,
            RandomSeed = parsed.GetValue(_random),
            EncoderPath = parsed.GetValue(_encoder),
            Images = ContentFolder.Models().Contains(ImageModel) ? Images : null,
            LatentStatisticsPath = parsed.GetValue(_statistics),
            Storage = parsed.GetValue(_store) is { } stored ? WeightOptions.Storage(stored, bytes: true) : null,
        };
    }

    // What this program always has at hand: real pictures as the shipped model restores them.
    private static torch.Tensor Images()
    {
        const int Count = 8;
        var folder = ModelFolder.Open(ContentFolder.Model(ImageModel));
        var samples = SampleLatents.Load(folder);
        using var model = FaeModel.Load(folder, torch.CPU, ModelParts.Decoders);
        float[] latents = [.. Enumerable.Range(0, Count).SelectMany(i => samples.Latent(i * samples.Count / Count).ToArray())];
        using var z = torch.tensor(latents, [Count, samples.Channels, samples.Side, samples.Side]);
        using var decoded = model.Decode(z);
        return decoded.clamp(0, 1); // [N, 3, S, S]
    }

    // A config.json may say it; a named model does not, whose keys others use in the other direction.
    private TimeDirection? SaidTime(ParseResult parsed, ModelConfig chosen) =>
        parsed.GetValue(_config) is { } path && StrictJson.Says(path, "generator", "time") ? chosen.Generator.Time : null;

    private ModelConfig Config(ParseResult parsed, ModelFolder? source) => (parsed.GetValue(_architecture), parsed.GetValue(_config)) switch
    {
        ({ } name, null) => ArchitectureCatalogue.Model(name).Config,
        (null, { } path) => StrictJson.Read<ModelConfig>(path),
        (null, null) when source is not null => source.Config,
        (null, null) => throw new ConfigException("What the weights mean is not said: give --arch NAME, --config FILE or --from MODEL."),
        _ => throw new ConfigException("--arch and --config both say what the weights mean; give one."),
    };
}
