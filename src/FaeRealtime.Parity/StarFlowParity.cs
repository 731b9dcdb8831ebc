using System.Text.Json;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Flows;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of apple/ml-starflow: every block, log-determinants, loss and gradients, decoding with and without guidance and in parallel, denoising.</summary>
internal static class StarFlowParity
{
    private const double DefaultHeadWidth = 64;

    // The recorded result is that of decoding token after token; so chunks go on until they are exact.
    private static readonly JacobiDecoding ExactJacobi = new() { Tolerance = 0, Rounds = int.MaxValue };

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var flow = Load(golden);
        using var scope = NewDisposeScope();
        var (condition, none) = (Optional(golden, "y_cond"), Optional(golden, "y_null")); // [B, L, W] each
        using (no_grad())
        {
            CompareEncoding(golden, flow, condition);
            CompareDecoding(golden, flow, condition, none);
        }

        var deviation = golden.Input("self_denoise.noise_std").cpu().item<float>();
        golden.Compare("self_denoise.out", flow.Denoise(golden.Input("x"), condition, deviation)); // [B, C, H, W]
        FlowCases.CompareGradients(golden, flow, () => flow.Encode(golden.Input("x"), condition));
        return golden.Finish();
    }

    private static void CompareEncoding(GoldenCase golden, StarFlow flow, Tensor? condition)
    {
        using var scope = NewDisposeScope();
        var encoding = flow.Encode(golden.Input("x"), condition);
        golden.Compare("forward.z", encoding.Noise); // [B, C, H, W]
        for (var i = 0; i < encoding.Latents.Count; i++)
        {
            golden.Compare($"forward.seq{i}_bhwc", encoding.Latents[i]); // [B, h, w, C·p·p]
        }

        for (var i = 0; i < encoding.LogDeterminants.Count; i++)
        {
            golden.Compare($"forward.logdet{i}", encoding.LogDeterminants[i]); // [B, T, C·p·p]
        }

        var determinant = FlowLikelihood.LogDeterminant(encoding); // [B]
        golden.Compare("logdet_mean_per_sample", determinant);
        golden.Compare("loss", stack([FlowLikelihood.Loss(encoding), FlowLikelihood.Prior(encoding).mean(), determinant.mean().neg()])); // [3]
        FlowCases.CompareDecoded(golden, "reverse.of_forward_z", () => flow.Decode(encoding.Noise, condition)); // [B, C, H, W]
    }

    private static void CompareDecoding(GoldenCase golden, StarFlow flow, Tensor? condition, Tensor? none)
    {
        using var scope = NewDisposeScope();
        var noise = golden.Input("noise"); // [B, C, H, W]
        var steps = flow.DecodeSteps(noise, condition, none, null);
        FlowCases.CompareDecoded(golden, "reverse.noguidance", () => steps[^1].alias());
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i]; // [B, C, H, W]
            FlowCases.CompareDecoded(golden, $"reverse.noguidance.seq{i}", () => step.alias());
        }

        var guidance = golden.Member("guidance").GetDouble();
        FlowCases.CompareDecoded(golden, "reverse.guided", () => flow.Decode(noise, condition, none, new FlowDecoding { Guidance = guidance }));
        FlowCases.CompareDecoded(golden, "reverse.guided_jacobi", () => flow.Decode(noise, condition, none, new FlowDecoding { Guidance = guidance, Jacobi = ExactJacobi }));
    }

    private static Tensor? Optional(GoldenCase golden, string name) => golden.Has(name) ? golden.Input(name) : null;

    private static StarFlow Load(GoldenCase golden)
    {
        var c = golden.Member("config");
        if (Number(c, "rope") == 0)
        {
            throw new ConfigException($"'{golden.Directory}': rope is off, which the official code cannot run and this program does not have.");
        }

        var width = (int)Number(c, "channels");
        var config = new StarFlowConfig
        {
            Width = width,
            Layers = Layers(c),
            TopWidth = Whole(c, "top_block_channels"),
            HeadWidth = (int)Number(c, "head_dim", DefaultHeadWidth),
            Heads = Whole(c, "num_heads"),
            KeyHeads = Whole(c, "num_kv_heads"),
            PatchSize = (int)Number(c, "patch_size"),
            PositionSide = Whole(c, "pt_seq_len"),
            ConditionTokens = (int)Number(c, "txt_size"),
            ConditionWidth = (int)Number(c, "txt_dim"),
            ConditionTopOnly = Number(c, "cond_top_only") != 0,
            StartToken = Number(c, "sos") != 0,
            Softplus = Number(c, "use_softplus") != 0,
            FinalNorm = Number(c, "use_final_norm") != 0,
            SoftClip = Number(c, "soft_clip"),
            Order = c.TryGetProperty("seq_order", out var order) && order.GetString() == "L2R" ? FlowOrder.LeftToRight : FlowOrder.RightToLeft,
            Gated = Number(c, "use_swiglu") != 0,
            QkNorm = Number(c, "use_qk_norm") != 0,
            PostNorm = Number(c, "use_post_norm") != 0,
            Bias = Number(c, "use_bias", 1) != 0,
            Norm = c.TryGetProperty("norm_type", out var norm) && norm.GetString() == "rms_norm" ? NormKind.RmsNorm : NormKind.LayerNorm,
            HalfSplitRope = Number(c, "hf_style_rope") != 0,
        };
        var latent = new LatentConfig { Channels = (int)Number(c, "in_channels"), Side = (int)Number(c, "img_size") };
        var flow = TorchSharp.ModuleExtensionMethods.to(new StarFlow(config, latent), golden.Device);
        using var reader = SafetensorsReader.Open(golden.WeightsPath);
        ModuleCheckpoint.Load(flow, reader, FlowLayouts.StarFlow(config.Layers.Count));
        return flow;
    }

    // One number stands for all blocks.
    private static int[] Layers(JsonElement config)
    {
        int[] given = [.. config.GetProperty("layers_per_block").EnumerateArray().Select(layers => layers.GetInt32())];
        return given.Length == 1 ? [.. Enumerable.Repeat(given[0], (int)Number(config, "num_blocks"))] : given;
    }

    private static int? Whole(JsonElement config, string name) => config.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    // Switches are 0 and 1, or booleans.
    private static double Number(JsonElement config, string name, double otherwise = 0) => config.TryGetProperty(name, out var value)
        ? value.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.Number => value.GetDouble(), _ => 0 }
        : otherwise;
}
