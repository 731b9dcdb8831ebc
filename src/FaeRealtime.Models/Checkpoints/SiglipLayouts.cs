namespace FaeRealtime.Models.Checkpoints;

/// <summary>HF's names for SigLIP and SigLIP2: both towers, pooling head and the logits' scale and bias.</summary>
public static class SiglipLayouts
{
    /// <summary>SigLIP and fixed-resolution SigLIP2.</summary>
    public static CheckpointLayout Siglip { get; } = Both("HF SigLIP", TensorForm.Same);

    /// <summary>SigLIP2 NaFlex, whose patch embedding is a linear map.</summary>
    public static CheckpointLayout NaFlex { get; } = Both("HF SigLIP2 NaFlex", TensorForm.PixelMajorPatch);

    /// <summary>The text tower alone, out of a file with or without the vision tower.</summary>
    public static CheckpointLayout TextTower { get; } = new()
    {
        Name = "HF SigLIP text tower",
        Ignored = ["vision_model.", "logit_scale", "logit_bias"],
        Rules = Text(string.Empty),
    };

    /// <summary>Both families; a file's own is found by its keys and shapes.</summary>
    public static IReadOnlyList<CheckpointLayout> All { get; } = [Siglip, NaFlex];

    /// <summary>The vision tower's names.</summary>
    /// <param name="ours">What stands before its keys in the network.</param>
    /// <param name="patch">Form of the patch embedding.</param>
    internal static IReadOnlyList<KeyRule> Vision(string ours, TensorForm patch) =>
    [
        new($"{ours}patch_embed.proj.weight", "vision_model.embeddings.patch_embedding.weight") { Form = patch },
        new($"{ours}patch_embed.proj.bias", "vision_model.embeddings.patch_embedding.bias"),
        new($"{ours}pos_embed", "vision_model.embeddings.position_embedding.weight") { Form = TensorForm.Table },
        new($"{ours}norm.{{p}}", "vision_model.post_layernorm.{p}"),
        new($"{ours}attn_pool.latent", "vision_model.head.probe"),
        new($"{ours}attn_pool.attn.qkv.{{p}}", "vision_model.head.attention.in_proj_{p}"),
        new($"{ours}attn_pool.attn.proj.{{p}}", "vision_model.head.attention.out_proj.{p}"),
        new($"{ours}attn_pool.norm.{{p}}", "vision_model.head.layernorm.{p}"),
        new($"{ours}attn_pool.{{rest}}", "vision_model.head.{rest}"),
        .. HuggingFaceBlocks.Siglip($"{ours}blocks.{{i}}", "vision_model.encoder.layers.{i}"),
    ];

    private static IReadOnlyList<KeyRule> Text(string ours) =>
    [
        new($"{ours}token_embed.{{p}}", "text_model.embeddings.token_embedding.{p}"),
        new($"{ours}pos_embed", "text_model.embeddings.position_embedding.weight") { Form = TensorForm.Table },
        new($"{ours}norm.{{p}}", "text_model.final_layer_norm.{p}"),
        new($"{ours}head.{{p}}", "text_model.head.{p}"),
        .. HuggingFaceBlocks.Siglip($"{ours}blocks.{{i}}", "text_model.encoder.layers.{i}"),
    ];

    private static CheckpointLayout Both(string name, TensorForm patch) => new() { Name = name, Rules = [.. Vision("vision.", patch), .. Text("text.")] };
}
