using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Tests;
using FaeRealtime.Models;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Flow;
using static TorchSharp.torch;

namespace FaeRealtime.Host.Tests.Exchange;

/// <summary>Generators of other authors' architectures, each with its official file's peculiarities, in a model of micro size.</summary>
internal static class OfficialNetwork
{
    /// <summary>SD3.5's: norms of queries and keys, a second attention, a pooled vector.</summary>
    public static MMDiTConfig MMDiT { get; } = new()
    {
        Width = 32, Depth = 2, Heads = 4, PositionGrid = 5, TextWidth = 6, TextTokens = 7, PooledWidth = 10, QkNorm = NormKind.RmsNorm, SelfAttentionBlocks = [0],
    };

    private static readonly Dictionary<string, GeneratorConfig> All = new()
    {
        ["mmdit"] = MMDiT,
        ["mmdit-swiglu"] = MMDiT with { SwiGlu = true, QkvBias = false, ProjectionBias = false, QkNorm = null, SelfAttentionBlocks = [], PooledWidth = null },
        ["starflow"] = new StarFlowConfig { Width = 40, Layers = [1, 2], HeadWidth = 20, Classes = 3, ConditionTokens = 1, ConditionWidth = 4 },
        ["tarflow"] = new TarFlowConfig { Width = 16, Blocks = 3, LayersPerBlock = 2, HeadWidth = 8, PatchSize = 2, Classes = 3 },
        ["ddt"] = new DdtConfig { Body = new LightningDiTConfig { Width = 16, Depth = 1, Heads = 2, Classes = 3 }, HeadWidth = 24, HeadDepth = 2, HeadHeads = 3 },
    };

    // The official code's own files, with what its configurations say.
    private static readonly Dictionary<string, (GeneratorConfig Generator, int Channels, int Side)> Recordings = new()
    {
        ["mmdit_sd35_qknorm"] = (Recorded(pooled: 24, textWidth: 40) with { QkNorm = NormKind.RmsNorm, SelfAttentionBlocks = [0] }, 4, 16),
        ["mmdit_sd3_noqknorm"] = (Recorded(pooled: 20, textWidth: 32), 3, 12),
        ["starflow_official_flags"] = (new StarFlowConfig { Width = 64, Layers = [2, 1, 3], HeadWidth = 32, ConditionTokens = 7, ConditionWidth = 20 }, 4, 6),
        ["tarflow"] = (new TarFlowConfig { Width = 64, Blocks = 4, LayersPerBlock = 2, PatchSize = 2, Classes = 5 }, 3, 8),
        ["rae_ddt"] = (new DdtConfig { Body = new LightningDiTConfig { Width = 48, Depth = 2, Heads = 3, Classes = 9 }, HeadWidth = 64, HeadDepth = 2, HeadHeads = 4 }, 8, 5),
    };

    /// <summary>The micro model with another generator.</summary>
    public static ModelConfig Model(string network) => TestModel.Micro with { Generator = All[network] };

    /// <summary>A model for a recorded file of the official code.</summary>
    public static ModelConfig Recording(string name)
    {
        var (generator, channels, side) = Recordings[name];
        return TestModel.Micro with
        {
            Encoder = TestModel.Micro.Encoder with { InputSize = 16 * side, PretrainedGrid = side },
            Latent = new LatentConfig { Channels = channels, Side = side },
            PixelDecoder = TestModel.Micro.PixelDecoder with { ImageSize = 8 * side },
            Generator = generator,
        };
    }

    /// <summary>Class names as an import makes them.</summary>
    public static IReadOnlyList<string> Classes(ModelConfig config) => [.. Enumerable.Range(0, config.Generator.Classes).Select(i => $"class {i}")];

    /// <summary>Makes a folder with the config and the generator's drawn weights.</summary>
    public static ModelFolder Create(string path, ModelConfig config)
    {
        var folder = ModelFolder.Create(path, config, Classes(config));
        using var network = ModelNetworks.Generator(config);
        RandomWeights.Draw(network, 3);
        ModuleCheckpoint.Save(network, folder.GeneratorPath);
        return folder;
    }

    /// <summary>The latent that a folder's generator makes of a condition.</summary>
    public static float[] Sample(ModelFolder folder)
    {
        using var model = FaeModel.Load(folder, CPU, ModelParts.Generator);
        using var guard = inference_mode();
        using var scope = NewDisposeScope();
        var (latent, generator) = (folder.Config.Latent, folder.Config.Generator);
        var condition = generator.Classes > 0 ? ClassCondition.Of(1) : ClassCondition.None with { Texts = [[.. Enumerable.Range(0, generator.TextNumbers).Select(i => i % 3 - 1f)]] };
        var noise = new float[latent.Channels * latent.Side * latent.Side];
        PhiloxNoise.FillNormal(1, 0, 0, noise);
        using var x = tensor(noise, [1, latent.Channels, latent.Side, latent.Side]);
        return TensorExport.Values(model.Generator.Sampler(null).Generate(x, condition, SamplingPlan.Of(new SamplingConfig { Steps = 2, Guidance = 2 }), null, CancellationToken.None));
    }

    private static MMDiTConfig Recorded(int pooled, int textWidth) =>
        new() { Width = 128, Depth = 2, Heads = 2, PatchSize = 2, MlpRatio = 2, TextWidth = textWidth, TextTokens = 6, PooledWidth = pooled };
}
