using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Layers;
using FaeRealtime.Parity.Cases;
using static TorchSharp.torch;

namespace FaeRealtime.Parity;

/// <summary>The forward pass of a golden case of SiT or LightningDiT, looked into wherever the case recorded something.</summary>
internal static class OfficialForward
{
    /// <summary>Compares what the case has of the pass on <c>fwd.*</c>, and the stored position table with ours.</summary>
    public static void Compare(GoldenCase golden, LightningDiT generator)
    {
        using var scope = NewDisposeScope();
        var (x, t, y) = (golden.Input("fwd.x"), golden.Input("fwd.t"), golden.Input("fwd.y"));
        var c = generator.Condition(t, y); // [B, D]
        var input = generator.Embed(x); // [B, T, D]
        var rotation = generator.Rotation();
        if (golden.Has("fwd.t_freq"))
        {
            golden.Compare("fwd.t_freq", TimestepEmbedder.Waves(t, (int)golden.Shape("fwd.t_freq")[1])); // [B, 256]
        }

        golden.Compare("fwd.t_emb", generator.TimeEmbedder.forward(t)); // [B, D]
        golden.Compare("fwd.y_emb", generator.LabelEmbedder.forward(y)); // [B, D]
        golden.Compare("fwd.c", c);
        golden.Compare("fwd.tokens_in", input);
        var tokens = input;
        for (var i = 0; i < generator.Blocks.Count; i++)
        {
            var block = generator.Blocks[i];
            golden.Compare($"block{i}.attn_of_tokens_in", block.Attention.Mix(input, rotation));
            golden.Compare($"block{i}.mlp_of_tokens_in", block.FeedForward.forward(input));
            golden.Compare($"block{i}.norm1_of_tokens_in", block.FirstNorm.forward(input));
            tokens = block.Apply(tokens, c, rotation); // [B, T, D]
            golden.Compare($"fwd.block{i}", tokens);
        }

        golden.Compare("fwd.final_tokens", generator.Finish(tokens, c));
        golden.Compare("fwd.out", generator.forward(x, t, y));
        golden.CompareStored("pos_embed", SinCosPositions.Table(generator.Config.Width, generator.Latent.Side / generator.Config.PatchSize, golden.Device)); // [1, T, D]
    }
}
