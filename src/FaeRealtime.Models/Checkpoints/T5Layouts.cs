namespace FaeRealtime.Models.Checkpoints;

/// <summary>HF's names for T5's encoder, alone or out of a whole T5.</summary>
public static class T5Layouts
{
    /// <summary>The token table under its shared name, which every file of HF's has.</summary>
    public static CheckpointLayout Shared { get; } = Of("HF T5", "shared.weight", "encoder.embed_tokens.");

    /// <summary>The token table under the encoder's name only.</summary>
    public static CheckpointLayout Encoder { get; } = Of("HF T5 encoder", "encoder.embed_tokens.weight", "shared.");

    /// <summary>Both; a file's own is found by its keys.</summary>
    public static IReadOnlyList<CheckpointLayout> All { get; } = [Shared, Encoder];

    private static CheckpointLayout Of(string name, string words, string otherWords) => new()
    {
        Name = name,
        Ignored = ["decoder.", "lm_head.", otherWords],
        Rules =
        [
            new("token_embed.weight", words),
            new("relative.weight", "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight"),
            new("blocks.{i}.norm1.weight", "encoder.block.{i}.layer.0.layer_norm.weight"),
            new("blocks.{i}.qkv.weight", "encoder.block.{i}.layer.0.SelfAttention.q.weight", "encoder.block.{i}.layer.0.SelfAttention.k.weight", "encoder.block.{i}.layer.0.SelfAttention.v.weight"),
            new("blocks.{i}.proj.weight", "encoder.block.{i}.layer.0.SelfAttention.o.weight"),
            new("blocks.{i}.norm2.weight", "encoder.block.{i}.layer.1.layer_norm.weight"),
            new("blocks.{i}.gate.weight", "encoder.block.{i}.layer.1.DenseReluDense.wi_0.weight"),
            new("blocks.{i}.up.weight", "encoder.block.{i}.layer.1.DenseReluDense.wi_1.weight"),
            new("blocks.{i}.down.weight", "encoder.block.{i}.layer.1.DenseReluDense.wo.weight"),
            new("norm.weight", "encoder.final_layer_norm.weight"),
        ],
    };
}
