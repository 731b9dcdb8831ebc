using System.Text.Json;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>Golden cases of HF's SigLIP2 NaFlex: patch sequences of pictures of different shapes, masks in blocks and pooling head.</summary>
internal static class SiglipNaflexParity
{
    public static IReadOnlyList<ParityRow> Run(string directory, JsonElement config, ParityOptions options)
    {
        using var golden = GoldenCase.Open(directory, config, options);
        var grid = (int)Math.Sqrt(golden.Member("config").GetProperty("vision").GetProperty("num_patches").GetInt32());
        using var model = SiglipModel.Load(SiglipCase.Vision(golden, grid, PositionResize.BilinearAntialias), SiglipCase.Text(golden), golden.WeightsPath, golden.Device);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var pictures = Images(golden);
        golden.Compare("pos_embed_resized", model.Vision.Positions(pictures.Grids, pictures.Patches.size(1))); // [B, T, D]
        var tokens = model.Vision.Encode(pictures);
        golden.Compare("vision.embeddings", model.Vision.Embed(pictures));
        golden.Compare("vision.last_hidden_state", tokens.Patches); // [B, T, D]
        golden.Compare("vision.pooler_output", tokens.Pooled!); // [B, D]
        var texts = SiglipCase.CompareText(golden, model, "text", golden.Has("attention_mask") ? golden.Input("attention_mask") : null);
        SiglipCase.CompareBoth(golden, model, tokens.Pooled!, texts);
        return golden.Finish();
    }

    private static PatchSequence Images(GoldenCase golden)
    {
        var shapes = golden.Input("spatial_shapes").cpu().data<long>().ToArray(); // [B, 2]
        var grids = shapes.Chunk(2).Select(pair => (Rows: pair[0], Columns: pair[1])).ToList();
        return new PatchSequence(golden.Input("pixel_values_patches"), golden.Input("pixel_attention_mask"), grids);
    }
}
