using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Parity.Cases;

namespace FaeRealtime.Parity;

/// <summary>The generator that a golden case of SiT or LightningDiT describes; SiT's configs have none of LightningDiT's flags.</summary>
internal static class OfficialGenerator
{
    /// <summary>The network with the case's weights, on the case's device; the caller disposes.</summary>
    public static LightningDiT Load(GoldenCase golden)
    {
        var generator = Create(golden);
        using var reader = SafetensorsReader.Open(golden.WeightsPath);
        ModuleCheckpoint.Load(generator, reader);
        return generator;
    }

    /// <summary>The network with arbitrary weights, on the case's device; the caller disposes.</summary>
    public static LightningDiT Create(GoldenCase golden)
    {
        var (config, latent) = Config(golden);
        return TorchSharp.ModuleExtensionMethods.to(new LightningDiT(config, latent), golden.Device);
    }

    /// <summary>The sizes and flags of the case's network, and its latent.</summary>
    public static (LightningDiTConfig Generator, LatentConfig Latent) Config(GoldenCase golden)
    {
        var c = golden.Member("config");
        var config = new LightningDiTConfig
        {
            Width = c.GetProperty("hidden_size").GetInt32(),
            Depth = c.GetProperty("depth").GetInt32(),
            Heads = c.GetProperty("num_heads").GetInt32(),
            PatchSize = c.GetProperty("patch_size").GetInt32(),
            MlpRatio = c.GetProperty("mlp_ratio").GetDouble(),
            Classes = c.GetProperty("num_classes").GetInt32(),
            LabelDropout = c.GetProperty("class_dropout_prob").GetDouble(),
            QkNorm = Flag(c, "use_qknorm"),
            SwiGlu = Flag(c, "use_swiglu"),
            Rope = Flag(c, "use_rope"),
            RmsNorm = Flag(c, "use_rmsnorm"),
            WithoutShift = Flag(c, "wo_shift"),
            LearnSigma = Flag(c, "learn_sigma"),
            Time = TimeDirection.DataAtOne,
        };
        var latent = new LatentConfig { Channels = c.GetProperty("in_channels").GetInt32(), Side = c.GetProperty("input_size").GetInt32() };
        return (config, latent);
    }

    private static bool Flag(JsonElement config, string name) => config.TryGetProperty(name, out var value) && value.GetBoolean();
}
