using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Flows;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of apple/ml-tarflow: every block, log-determinant and loss, labels dropped, guidance of both kinds, denoising.</summary>
internal static class TarFlowParity
{
    // The cases tell these in words only.
    private static readonly TarFlowGuidance Both = new() { Strength = 1.5 };
    private static readonly TarFlowGuidance ShiftsAnnealed = new() { Strength = 2, Scales = false, Temperature = 0.7, Annealed = true };

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var flow = Load(golden);
        using var scope = NewDisposeScope();
        var (x, labels) = (golden.Input("x"), golden.Input("y")); // [B, C, H, W], [B]
        using (no_grad())
        {
            CompareEncoding(golden, flow, x, labels);
            var noise = golden.Input("noise"); // [B, T, C·p·p]
            FlowCases.CompareDecoded(golden, "reverse.cond", () => flow.Decode(noise, labels));
            FlowCases.CompareDecoded(golden, "reverse.guided_ab", () => flow.Decode(noise, labels, Both));
            FlowCases.CompareDecoded(golden, "reverse.guided_b_annealed_temp", () => flow.Decode(noise, labels, ShiftsAnnealed));
        }

        golden.Compare("denoise.out", flow.Denoise(x, labels, golden.Input("denoise.noise_std").cpu().item<float>())); // [B, C, H, W]
        FlowCases.CompareGradients(golden, flow, () => flow.Encode(x, labels));
        return golden.Finish();
    }

    private static void CompareEncoding(GoldenCase golden, TarFlow flow, Tensor x, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var encoding = flow.Encode(x, labels);
        golden.Compare("forward.z", encoding.Noise); // [B, T, C·p·p]
        golden.Compare("forward.logdet", FlowLikelihood.LogDeterminant(encoding)); // [B]
        golden.Compare("forward.loss", FlowLikelihood.Loss(encoding));
        for (var i = 1; i < encoding.Latents.Count; i++)
        {
            golden.Compare($"forward.block{i - 1}", encoding.Latents[i]); // [B, T, C·p·p]
        }

        var (dropped, none) = (flow.Encode(x, golden.Input("y_with_drop")), flow.Encode(x));
        golden.Compare("forward_drop.z", dropped.Noise);
        golden.Compare("forward_drop.logdet", FlowLikelihood.LogDeterminant(dropped));
        golden.Compare("forward_null.z", none.Noise);
        golden.Compare("forward_null.logdet", FlowLikelihood.LogDeterminant(none));
    }

    private static TarFlow Load(GoldenCase golden)
    {
        var c = golden.Member("config");
        var config = new TarFlowConfig
        {
            Width = c.GetProperty("channels").GetInt32(),
            Blocks = c.GetProperty("num_blocks").GetInt32(),
            LayersPerBlock = c.GetProperty("layers_per_block").GetInt32(),
            HeadWidth = c.GetProperty("head_dim").GetInt32(),
            MlpRatio = c.GetProperty("expansion").GetDouble(),
            PatchSize = c.GetProperty("patch_size").GetInt32(),
            Classes = c.GetProperty("num_classes").GetInt32(),
            Scales = c.GetProperty("nvp").GetBoolean(),
        };
        var latent = new LatentConfig { Channels = c.GetProperty("in_channels").GetInt32(), Side = c.GetProperty("img_size").GetInt32() };
        var flow = TorchSharp.ModuleExtensionMethods.to(new TarFlow(config, latent), golden.Device);
        using var reader = SafetensorsReader.Open(golden.WeightsPath);
        ModuleCheckpoint.Load(flow, reader, FlowLayouts.TarFlow(config.Blocks));
        return flow;
    }
}
