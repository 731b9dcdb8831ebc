using FaeRealtime.Core.Architectures;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Sizes;

/// <summary>Counts networks on the meta device: shapes without memory.</summary>
/// <remarks>
/// Counted as the papers do (MODELS §1.2–1.5): parameters and the fixed sine-cosine tables, which SiT and LightningDiT keep as parameters without gradient.
/// Rotary tables and the features' statistics are not counted, nor is an MMDiT's position table, which SD3 keeps as a buffer.
/// </remarks>
public static class NetworkSize
{
    private const string PositionTable = "pos_embed";

    private static readonly Device Meta = new(DeviceType.META);

    /// <summary>The networks of an architecture.</summary>
    /// <param name="architecture">A whole model or a lone part.</param>
    public static IReadOnlyList<PartSize> Of(Architecture architecture) => architecture switch
    {
        ModelArchitecture model => Of(model.Config),
        EncoderArchitecture encoder => [Frozen(encoder.Config)],
        GeneratorArchitecture generator => [Generator(generator.Config, generator.Latent)],
        _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, "No such kind of architecture."),
    };

    /// <summary>The networks of a model.</summary>
    /// <param name="config">The model.</param>
    public static IReadOnlyList<PartSize> Of(ModelConfig config)
    {
        var encoder = config.Autoencoder.Kind switch
        {
            AutoencoderKind.Linear => "linear encoder",
            AutoencoderKind.Transformer => "transformer encoder",
            _ => "single-attention encoder",
        };
        return
        [
            Frozen(config.Encoder),
            Count(encoder, PartRole.Tokenizer, ModelNetworks.Create(config, ModelParts.Encoder, Meta)),
            Count("feature decoder", PartRole.Tokenizer, ModelNetworks.Create(config, ModelParts.FeatureDecoder, Meta)),
            Count("pixel decoder", PartRole.Tokenizer, ModelNetworks.Create(config, ModelParts.PixelDecoder, Meta)),
            Generator(config.Generator, config.Latent),
            .. config.FewStep is null ? [] : new[] { Count("few-step student", PartRole.Student, ModelNetworks.Create(config, ModelParts.FewStep, Meta)) },
        ];
    }

    private static PartSize Frozen(VisionEncoderConfig config) => Count($"frozen encoder {config.Name}", PartRole.Frozen, new VisionTransformer(config, Meta));

    private static PartSize Generator(GeneratorConfig config, LatentConfig latent) =>
        Count(config.IsFlow ? "flow" : "generator", PartRole.Generator, GeneratorFamilies.Of(config).Create(config, latent, Meta, false), countsTable: config is not MMDiTConfig);

    private static PartSize Count(string name, PartRole role, nn.Module network, bool countsTable = true)
    {
        using (network)
        {
            var numbers = network.named_parameters().Select(entry => (entry.name, Count: entry.parameter.numel(), Table: false))
                .Concat(network.named_buffers().Where(entry => countsTable && entry.name == PositionTable).Select(entry => (entry.name, Count: entry.buffer.numel(), Table: true)));
            var groups = numbers.GroupBy(entry => entry.name.Split('.')[0]).Select(group => new SizeGroup(
                group.Key,
                Modules([.. group.Select(entry => entry.name)]),
                group.Where(entry => !entry.Table).Sum(entry => entry.Count),
                group.Where(entry => entry.Table).Sum(entry => entry.Count)));
            return new PartSize(name, role, [.. groups]);
        }
    }

    // The members of a list have numbers for names.
    private static int Modules(IReadOnlyList<string> names) =>
        Math.Max(1, names.Select(name => name.Split('.')).Where(path => path.Length > 1 && path[1].All(char.IsAsciiDigit)).Select(path => path[1]).Distinct().Count());
}

/// <summary>What a network is to its model.</summary>
public enum PartRole
{
    /// <summary>The frozen image encoder: another's weights, in no sum.</summary>
    Frozen,

    /// <summary>One of the three trained networks between features, latents and pixels; the paper adds them up.</summary>
    Tokenizer,

    /// <summary>The latent generator.</summary>
    Generator,

    /// <summary>The generator's few-step student, which is used in its place.</summary>
    Student,
}

/// <summary>The size of one network of a model.</summary>
/// <param name="Name">Which network.</param>
/// <param name="Role">Where it counts.</param>
/// <param name="Groups">Its groups of layers, in order of their keys' appearance.</param>
public sealed record PartSize(string Name, PartRole Role, IReadOnlyList<SizeGroup> Groups)
{
    /// <summary>All numbers as the papers count them: parameters and fixed position tables.</summary>
    public long Total => Groups.Sum(group => group.Total);
}

/// <summary>Numbers in one group of a network's layers.</summary>
/// <param name="Name">The layers' common key, such as <c>blocks</c>.</param>
/// <param name="Modules">How many like it there are; 1 except for blocks.</param>
/// <param name="Parameters">Trained numbers.</param>
/// <param name="Tables">Numbers of fixed position tables, which the papers count as parameters.</param>
public sealed record SizeGroup(string Name, int Modules, long Parameters, long Tables)
{
    /// <summary>Both.</summary>
    public long Total => Parameters + Tables;
}
