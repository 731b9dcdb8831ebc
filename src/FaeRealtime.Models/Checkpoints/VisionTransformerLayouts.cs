namespace FaeRealtime.Models.Checkpoints;

/// <summary>Whose files hold a vision transformer (<see cref="Encoders.VisionTransformer"/>), and under which names.</summary>
public static class VisionTransformerLayouts
{
    private static readonly string[] Heads = ["head.", "head_dist.", "dino_head.", "ibot_head."];

    /// <summary>facebookresearch/dinov2 (torch.hub).</summary>
    public static CheckpointLayout DinoV2 { get; } = new() { Name = "DINOv2", Ignored = Heads };

    /// <summary>timm, DeiT and DINO, and SigLIP's vision tower as timm and open_clip keep it: no mask token, SwiGLU under an MLP's names (gate first too).</summary>
    public static CheckpointLayout Timm { get; } = new()
    {
        Name = "timm",
        Ignored = [.. Heads, "text.", "logit_scale", "logit_bias"],
        Rules =
        [
            new("mask_token"),
            new("blocks.{i}.mlp.w12.{p}", "blocks.{i}.mlp.fc1.{p}"),
            new("blocks.{i}.mlp.w3.{p}", "blocks.{i}.mlp.fc2.{p}"),
            new("attn_pool.attn.qkv.{p}", "attn_pool.q.{p}", "attn_pool.kv.{p}") { Shares = [1, 2] },
            new("attn_pool.attn.proj.{p}", "attn_pool.proj.{p}"),
        ],
    };

    /// <summary>timm with register tokens (DINOv2 reg4): neither they nor the class token have positions.</summary>
    public static CheckpointLayout TimmRegisters { get; } = Timm with
    {
        Name = "timm with registers",
        Rules = [new("register_tokens", "reg_token"), new("pos_embed", "pos_embed") { Form = TensorForm.WithoutClassRow }, .. Timm.Rules],
    };

    /// <summary>HF Dinov2 and Dinov2WithRegisters.</summary>
    public static CheckpointLayout HuggingFaceDinoV2 { get; } = new()
    {
        Name = "HF Dinov2",
        Ignored = ["classifier."],
        Optional = ["mask_token"],
        Rules = [.. Embeddings(), new("mask_token", "embeddings.mask_token"), .. HuggingFaceBlocks.DinoV2("encoder.layer.{i}")],
    };

    /// <summary>HF ViT and DINO.</summary>
    public static CheckpointLayout HuggingFaceVit { get; } = new()
    {
        Name = "HF ViT",
        Ignored = ["classifier.", "pooler.", "embeddings.mask_token"],
        Rules = [.. Embeddings(), new("mask_token"), .. HuggingFaceBlocks.Vit("encoder.layer.{i}")],
    };

    /// <summary>HF SigLIP and fixed-resolution SigLIP2: the vision tower.</summary>
    public static CheckpointLayout HuggingFaceSiglip { get; } = new()
    {
        Name = "HF SigLIP",
        Ignored = ["text_model.", "logit_scale", "logit_bias"],
        Rules = SiglipLayouts.Vision(string.Empty, TensorForm.Same),
    };

    /// <summary>HF SigLIP2 NaFlex: the vision tower, whose patch embedding is a linear map.</summary>
    public static CheckpointLayout HuggingFaceNaFlex { get; } = HuggingFaceSiglip with
    {
        Name = "HF SigLIP2 NaFlex",
        Rules = SiglipLayouts.Vision(string.Empty, TensorForm.PixelMajorPatch),
    };

    /// <summary>Every family; a file's own is found by its keys.</summary>
    public static IReadOnlyList<CheckpointLayout> All { get; } =
        [DinoV2, Timm, TimmRegisters, HuggingFaceDinoV2, HuggingFaceVit, HuggingFaceSiglip, HuggingFaceNaFlex];

    private static KeyRule[] Embeddings() =>
    [
        new("cls_token", "embeddings.cls_token"),
        new("pos_embed", "embeddings.position_embeddings"),
        new("register_tokens", "embeddings.register_tokens"),
        new("patch_embed.proj.{p}", "embeddings.patch_embeddings.projection.{p}"),
        new("norm.{p}", "layernorm.{p}"),
    ];
}
