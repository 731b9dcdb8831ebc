using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of HF's SigLIP (also fixed-resolution SigLIP2): both towers, pooling head, resized positions, logits and loss.</summary>
internal static class SiglipParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        var vision = golden.Member("config").GetProperty("vision");
        var grid = vision.GetProperty("image_size").GetInt32() / vision.GetProperty("patch_size").GetInt32();
        using var model = SiglipModel.Load(SiglipCase.Vision(golden, grid, PositionResize.Bicubic), SiglipCase.Text(golden), golden.WeightsPath, golden.Device);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var pictures = CompareVision(golden, model.Vision, "pixel_values", "vision");
        if (golden.Has("pixel_values_other_size"))
        {
            CompareVision(golden, model.Vision, "pixel_values_other_size", "vision_interp");
        }

        var texts = SiglipCase.CompareText(golden, model, "text_nomask", valid: null);
        if (golden.Has("attention_mask"))
        {
            SiglipCase.CompareText(golden, model, "text_mask", golden.Input("attention_mask"));
        }

        SiglipCase.CompareBoth(golden, model, pictures, texts);
        return golden.Finish();
    }

    private static Tensor CompareVision(GoldenCase golden, VisionTransformer tower, string input, string run)
    {
        var pixels = golden.Input(input); // [B, 3, h·p, w·p]
        var (rows, columns) = (pixels.size(2) / tower.Config.PatchSize, pixels.size(3) / tower.Config.PatchSize);
        golden.Compare($"{run}.pos_embed", tower.Positions(rows, columns)); // [1, T, D]
        golden.Compare($"{run}.embeddings", tower.Embed(pixels, masked: null));
        var blocks = tower.Intermediate(pixels, tower.Config.Depth, normalised: false);
        for (var i = 0; i < blocks.Count; i++)
        {
            golden.Compare($"{run}.layer{i}", blocks[i].Patches); // [B, T, D]
        }

        var tokens = tower.Encode(pixels);
        golden.Compare($"{run}.last_hidden_state", tokens.Patches); // [B, T, D]
        golden.Compare($"{run}.pooler_output", tokens.Pooled!); // [B, D]
        return tokens.Pooled!;
    }
}
