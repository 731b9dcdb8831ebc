using System.Globalization;
using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Models.Layers;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of facebookresearch/dinov2's vision transformer.</summary>
internal static class VisionTransformerParity
{
    private const string Intermediate = "intermediate_last";

    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        using var encoder = VisionTransformer.Load(Config(golden), golden.WeightsPath, golden.Device);
        using var frozen = no_grad();
        foreach (var input in golden.Names.Where(name => name.EndsWith(".input", StringComparison.Ordinal)).ToList())
        {
            using var scope = NewDisposeScope();
            Compare(golden, encoder, input[..^".input".Length]);
        }

        return golden.Finish();
    }

    private static void Compare(GoldenCase golden, VisionTransformer encoder, string run)
    {
        var pixels = golden.Input($"{run}.input"); // [B, 3, h·p, w·p]
        var masked = golden.Has($"{run}.masks") ? golden.Input($"{run}.masks") : null; // [B, h·w]
        var (rows, columns) = (pixels.size(2) / encoder.Config.PatchSize, pixels.size(3) / encoder.Config.PatchSize);
        golden.Compare($"{run}.pos_embed_interpolated", encoder.Positions(rows, columns));
        golden.Compare($"{run}.tokens_in", encoder.Embed(pixels, masked));
        var tokens = encoder.Encode(pixels, masked);
        golden.Compare($"{run}.x_prenorm", tokens.Prenorm);
        golden.Compare($"{run}.x_norm_clstoken", tokens.Class!);
        golden.Compare($"{run}.x_norm_regtokens", tokens.Registers);
        golden.Compare($"{run}.x_norm_patchtokens", tokens.Patches);
        foreach (var name in golden.Names.Where(name => name.StartsWith($"{run}.{Intermediate}", StringComparison.Ordinal)).ToList())
        {
            CompareIntermediate(golden, encoder, name, pixels, rows);
        }
    }

    // The name is «run.intermediate_lastN.I.patch» or «….cls»: output I of the last N blocks, final norm applied.
    private static void CompareIntermediate(GoldenCase golden, VisionTransformer encoder, string name, Tensor pixels, long rows)
    {
        var parts = name.Split('.');
        if (parts.Length != 4
            || !int.TryParse(parts[1].AsSpan(Intermediate.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || last > encoder.Config.Depth
            || index >= last)
        {
            return;
        }

        var tokens = encoder.Intermediate(pixels, last)[index];
        if (parts[3] == "cls")
        {
            golden.Compare(name, tokens.Class!); // [B, D]
        }
        else if (parts[3] == "patch")
        {
            golden.Compare(name, PatchGrid.Unpatchify(tokens.Patches, 1, rows)); // [B, D, h, w]
        }
    }

    private static VisionEncoderConfig Config(GoldenCase golden)
    {
        var c = golden.Member("config");
        var (width, ratio) = (c.GetProperty("embed_dim").GetInt32(), c.GetProperty("mlp_ratio").GetDouble());
        var layer = c.GetProperty("ffn_layer").GetString();
        var gated = layer is "swiglu" or "swiglufused";
        if (!gated && layer != "mlp")
        {
            throw new ConfigException($"'{golden.Directory}': ffn_layer '{layer}' is none of mlp, swiglu, swiglufused.");
        }

        var offset = c.GetProperty("interpolate_offset").GetDouble();
        var resize = c.GetProperty("interpolate_antialias").GetBoolean() ? PositionResize.BicubicAntialias
            : offset != 0 ? PositionResize.BicubicScaleOffset
            : PositionResize.Bicubic;
        var (side, patch) = (c.GetProperty("img_size").GetInt32(), c.GetProperty("patch_size").GetInt32());
        return new VisionEncoderConfig
        {
            Name = "golden",
            PatchSize = patch,
            InputSize = side,
            PretrainedGrid = side / patch,
            Width = width,
            Depth = c.GetProperty("depth").GetInt32(),
            Heads = c.GetProperty("num_heads").GetInt32(),
            MlpHidden = gated ? FeedForwardWidth.TwoThirdsOfEight(width, ratio) : (int)(width * ratio),
            FeedForward = gated ? FeedForwardKind.SwiGlu : FeedForwardKind.Gelu,
            RegisterTokens = c.GetProperty("num_register_tokens").GetInt32(),
            LayerScale = c.GetProperty("init_values").ValueKind == JsonValueKind.Number,
            QkvBias = c.GetProperty("qkv_bias").GetBoolean(),
            PositionResize = resize,
            PositionOffset = offset,
        };
    }
}
