using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Paths;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Exchange;

/// <summary>Which way time runs in a generator's weights: said by whoever imports, recorded in the file, or seen from the velocities that they give on real latents. Never guessed.</summary>
internal static class WeightTime
{
    // The better direction must do clearly better: untrained weights do equally badly in both.
    private const double ClearlyLess = 0.8;
    private const int MostLatents = 8;
    private const long Seed = 20251129;

    // REPA's alignment heads, which it keeps in the same file; its time is noise at one.
    private const string Projectors = "projectors.";

    private static readonly double[] Times = [0.2, 0.4, 0.6, 0.8];

    /// <summary>The config with the direction of the weights that go into the model.</summary>
    /// <param name="options">What is imported. Parts of the base model are turned where they run the other way.</param>
    /// <param name="config">The model, with its latents' statistics.</param>
    /// <exception cref="ConfigException">The direction is neither said nor found out, or two sources differ.</exception>
    public static ModelConfig Resolve(ImportOptions options, ModelConfig config)
    {
        if (!config.Generator.HasTimeDirections)
        {
            return options.Time is null or TimeDirection.NoiseAtOne
                ? config
                : throw new ConfigException($"A direction of time, {WeightMetadata.Name(options.Time.Value)}, is given, but such a generator has one only. Leave it out.");
        }

        List<(ModelParts Part, PartFile Source)> files = [.. options.Files.Where(entry => entry.Key is ModelParts.Generator or ModelParts.FewStep).Select(entry => (entry.Key, entry.Value))];
        var known = files.Select(entry => (entry.Part, entry.Source, Time: options.Time ?? Recorded(entry.Part, entry.Source) ?? Measure(options, config, entry.Part, entry.Source))).ToList();
        foreach (var (part, source, time) in known)
        {
            if (options.Time is not null && Recorded(part, source) is { } recorded && recorded != options.Time)
            {
                throw new ConfigException($"'{source}' records that it is {WeightMetadata.Name(recorded)}, not {WeightMetadata.Name(options.Time.Value)}. Leave the direction of time out: files that record it need none.");
            }

            if (time != known[0].Time)
            {
                throw new ConfigException($"'{source}' is {WeightMetadata.Name(time)}, '{known[0].Source}' {WeightMetadata.Name(known[0].Time)}. A model's generators have one direction of time: export one of them in the other's.");
            }
        }

        var direction = options.Time ?? (known.Count > 0 ? known[0].Time : BaseTime(options) ?? config.Generator.Time);
        return config with { Generator = config.Generator with { Time = direction } };
    }

    /// <summary>The direction of the base model's generators; null where there is none.</summary>
    public static TimeDirection? BaseTime(ImportOptions options) => options.BasePath is { } model ? ModelFolder.Open(model).Config.Generator.Time : null;

    private static TimeDirection? Recorded(ModelParts part, PartFile source)
    {
        using var checkpoint = CheckpointFile.Open(source.Path, source.Part);
        return WeightMetadata.Time(checkpoint)
            ?? BesideConfig(part, source.Path)
            ?? (checkpoint.Entries.Keys.Any(key => key.Contains(Projectors, StringComparison.Ordinal)) ? TimeDirection.NoiseAtOne : null);
    }

    // A model folder's own file, from before files said it themselves.
    private static TimeDirection? BesideConfig(ModelParts part, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is null || Path.GetFileName(path) != ModelNetworks.FileOf(part) || !File.Exists(Path.Combine(folder, ModelFolder.ConfigFile)))
        {
            return null;
        }

        try
        {
            return ModelFolder.Open(folder).Config.Generator.Time;
        }
        catch (ConfigException)
        {
            // The config.json of something else.
            return null;
        }
    }

    private static TimeDirection Measure(ImportOptions options, ModelConfig config, ModelParts part, PartFile source)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        if ((Kept(options, config) ?? Encoded(options, config)) is not var (data, condition))
        {
            throw Unknown(source, "there are no latents of real pictures in this model to try it on, nor all that would encode some (the frozen encoder's weights, the trained encoder, the latents' statistics, a label for no class)");
        }

        using var network = (LightningDiT)ModelNetworks.Create(config with { Generator = config.Generator with { Time = TimeDirection.NoiseAtOne } }, part);
        using var turned = (LightningDiT)ModelNetworks.Create(config with { Generator = config.Generator with { Time = TimeDirection.DataAtOne } }, part);
        using (var checkpoint = CheckpointFile.Open(source.Path, source.Part))
        {
            ModuleCheckpoint.Load(network, checkpoint, ModelNetworks.Layouts(config, part));
            ModuleCheckpoint.Load(turned, checkpoint, ModelNetworks.Layouts(config, part));
        }

        var (noiseAtOne, dataAtOne) = (Error(network, data, condition), Error(turned, data, condition));
        return noiseAtOne < ClearlyLess * dataAtOne ? TimeDirection.NoiseAtOne
            : dataAtOne < ClearlyLess * noiseAtOne ? TimeDirection.DataAtOne
            : throw Unknown(source, FormattableString.Invariant($"on latents of real pictures its velocities are as wrong in one direction as in the other (mean squared error {noiseAtOne:g3} with noise at one, {dataAtOne:g3} with data at one)"));
    }

    // Mean squared error of the velocity over latents [B, C, h, w] and times; of random predictions about 2.
    private static double Error(LightningDiT network, Tensor data, ClassCondition condition)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)Seed);
        var noise = randn(data.shape, generator: random); // [B, C, h, w]
        var field = new GeneratorField(network);
        return Times.Average(t =>
        {
            var point = FlowPath.At(network.Config.Path, t);
            var velocity = field.Velocity((point.Alpha * data) + (point.Sigma * noise), t, t, condition, 1.0);
            return (velocity - ((point.AlphaRate * data) + (point.SigmaRate * noise))).square().mean().ToDouble();
        });
    }

    // Latents of real pictures belong to the encoder that made them; with other classes, the null label must stand for them.
    private static (Tensor Data, ClassCondition Condition)? Kept(ImportOptions options, ModelConfig config)
    {
        if (!ModelImport.KeepsSamples(options))
        {
            return null;
        }

        var (folder, latent) = (ModelFolder.Open(options.BasePath!), config.Latent);
        var samples = SampleLatents.Load(folder);
        var sameClasses = folder.Config.Generator.Classes == config.Generator.Classes;
        if (samples.Count == 0 || (samples.Channels, samples.Side) != (latent.Channels, latent.Side) || !(sameClasses || config.Generator.HasNullLabel))
        {
            return null;
        }

        int[] chosen = [.. Enumerable.Range(0, Math.Min(samples.Count, MostLatents)).Select(i => i * samples.Count / Math.Min(samples.Count, MostLatents))];
        float[] values = [.. chosen.SelectMany(i => samples.Latent(i).ToArray())];
        var data = Normalised(latent, tensor(values, [chosen.Length, latent.Channels, latent.Side, latent.Side]));
        return (data, sameClasses ? ClassCondition.PerImage([.. chosen.Select(i => (int?)samples.Labels[i])]) : ClassCondition.None);
    }

    // Any pictures will do: the wrong direction is wrong for all of them.
    private static (Tensor Data, ClassCondition Condition)? Encoded(ImportOptions options, ModelConfig config)
    {
        var file = options.Files.GetValueOrDefault(ModelParts.Encoder) ?? (options.BasePath is { } model ? new PartFile(Path.Combine(model, ModelFolder.EncoderFile)) : null);
        if (options.Images is not { } pictures || options.EncoderPath is not { } frozen || file is null || !Path.Exists(file.Path) || config.Latent.Mean.Count == 0 || !config.Generator.HasNullLabel)
        {
            return null;
        }

        using var network = (LatentEncoder)ModelNetworks.Create(config, ModelParts.Encoder);
        using (var checkpoint = CheckpointFile.Open(file.Path, file.Part))
        {
            ModuleCheckpoint.Load(network, checkpoint, ModelNetworks.Layouts(config, ModelParts.Encoder));
        }

        using var encoder = VisionTransformer.Load(config.Encoder, frozen);
        var rgb = pictures(); // [B, 3, S, S]
        var x = network.Features.Standardise(encoder.Features(nn.functional.interpolate(rgb, [config.Encoder.InputSize, config.Encoder.InputSize], mode: InterpolationMode.Bicubic, align_corners: false))); // [B, T, D]
        var z = network.Encode(x).Mean.transpose(1, 2).reshape(rgb.shape[0], config.Latent.Channels, config.Latent.Side, config.Latent.Side); // [B, C, h, w]
        return (Normalised(config.Latent, z), ClassCondition.None);
    }

    private static Tensor Normalised(LatentConfig latent, Tensor z) => latent.Mean.Count == 0 ? z : (z - Channels(latent.Mean)) / Channels(latent.Std);

    private static Tensor Channels(IReadOnlyList<double> values) => tensor(values.Select(value => (float)value).ToArray()).view(1, -1, 1, 1);

    private static ConfigException Unknown(PartFile source, string why) => new(
        $"The direction of time of '{source}' is not known: under the same keys SiT and LightningDiT have data at time 1, FAE and REPA noise. The file does not record it, and {why}. "
        + "Say which it is, data-at-one or noise-at-one; the wrong one makes noise.");
}
