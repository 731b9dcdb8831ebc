namespace FaeRealtime.Models.Checkpoints;

/// <summary>How Hugging Face's transformer classes name the parts of a pre-norm block.</summary>
internal static class HuggingFaceBlocks
{
    /// <summary>Attention with three projections and an output layer of its own (BERT's heritage: ViT, DINOv2, MAE).</summary>
    /// <param name="block">Prefix of a block, such as <c>encoder.layer.{i}</c>.</param>
    public static IReadOnlyList<KeyRule> NestedAttention(string block) =>
    [
        new("blocks.{i}.attn.qkv.{p}", $"{block}.attention.attention.query.{{p}}", $"{block}.attention.attention.key.{{p}}", $"{block}.attention.attention.value.{{p}}"),
        new("blocks.{i}.attn.proj.{p}", $"{block}.attention.output.dense.{{p}}"),
    ];

    /// <summary>The block of ViT, DeiT, DINO and MAE.</summary>
    /// <param name="block">Prefix of a block.</param>
    public static IReadOnlyList<KeyRule> Vit(string block) =>
    [
        .. NestedAttention(block),
        new("blocks.{i}.norm1.{p}", $"{block}.layernorm_before.{{p}}"),
        new("blocks.{i}.norm2.{p}", $"{block}.layernorm_after.{{p}}"),
        new("blocks.{i}.mlp.fc1.{p}", $"{block}.intermediate.dense.{{p}}"),
        new("blocks.{i}.mlp.fc2.{p}", $"{block}.output.dense.{{p}}"),
    ];

    /// <summary>The block of DINOv2, with and without registers, MLP or SwiGLU.</summary>
    /// <param name="block">Prefix of a block.</param>
    public static IReadOnlyList<KeyRule> DinoV2(string block) =>
    [
        .. NestedAttention(block),
        new("blocks.{i}.ls{n}.gamma", $"{block}.layer_scale{{n}}.lambda1"),
        new("blocks.{i}.mlp.w12.{p}", $"{block}.mlp.weights_in.{{p}}"),
        new("blocks.{i}.mlp.w3.{p}", $"{block}.mlp.weights_out.{{p}}"),
        new("blocks.{i}.{rest}", $"{block}.{{rest}}"),
    ];

    /// <summary>The block of SigLIP's two towers.</summary>
    /// <param name="ours">Prefix of a block in the network.</param>
    /// <param name="block">Prefix of a block in the file.</param>
    public static IReadOnlyList<KeyRule> Siglip(string ours, string block) =>
    [
        new($"{ours}.attn.qkv.{{p}}", $"{block}.self_attn.q_proj.{{p}}", $"{block}.self_attn.k_proj.{{p}}", $"{block}.self_attn.v_proj.{{p}}"),
        new($"{ours}.attn.proj.{{p}}", $"{block}.self_attn.out_proj.{{p}}"),
        new($"{ours}.norm{{n}}.{{p}}", $"{block}.layer_norm{{n}}.{{p}}"),
        new($"{ours}.mlp.{{f}}.{{p}}", $"{block}.mlp.{{f}}.{{p}}"),
    ];
}
