using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>A pre-norm ViT of the DINOv2, DINO, DeiT, timm or SigLIP kind, and which of its tokens are the features.</summary>
/// <remarks>
/// The defaults are DINO's, DeiT's and timm's. DINOv2 sets layerScale and positionResize (hub: bicubicScaleOffset with offset 0.1, with registers
/// bicubicAntialias; HF: bicubic, with registers bicubicAntialias), its giant swiGlu. HF's ViT, DeiT and DINO have normEpsilon 1e-12. SigLIP has classToken
/// and maskToken false, attentionPool true, geluTanh, mean and std 0.5; its NaFlex form positionResize bilinearAntialias.
/// </remarks>
public sealed record VisionEncoderConfig
{
    /// <summary>A name for messages, such as <c>vit_tiny_patch16_224</c>.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the weights file the model was trained with, lower-case hex; null accepts any file that fits.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Side of a patch in pixels.</summary>
    public required int PatchSize { get; init; }

    /// <summary>Side in pixels of the square picture fed to the encoder.</summary>
    public required int InputSize { get; init; }

    /// <summary>Side of the patch grid that the stored position table covers.</summary>
    public required int PretrainedGrid { get; init; }

    /// <summary>Token width D.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>MLP hidden width; for SwiGLU the width after gating.</summary>
    public required int MlpHidden { get; init; }

    /// <summary>The MLP kind.</summary>
    public FeedForwardKind FeedForward { get; init; } = FeedForwardKind.Gelu;

    /// <summary>What every LayerNorm adds to the variance: 1e-6, in HF's ViT 1e-12.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Whether a learned class token stands before the patches and has the position table's first row; SigLIP has none.</summary>
    public bool ClassToken { get; init; } = true;

    /// <summary>Whether there is a learned token for hidden patches (DINOv2). Files without one load all the same.</summary>
    public bool MaskToken { get; init; } = true;

    /// <summary>Whether a head pools the patches by attention from one learned query (SigLIP's MAP head).</summary>
    public bool AttentionPool { get; init; }

    /// <summary>Register tokens inserted after the class token, without position.</summary>
    public int RegisterTokens { get; init; }

    /// <summary>Whether both branches carry a learned per-channel scale (DINOv2).</summary>
    public bool LayerScale { get; init; }

    /// <summary>Whether q, k and v have biases.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>How the position table is resized to another grid.</summary>
    public PositionResize PositionResize { get; init; } = PositionResize.Bicubic;

    /// <summary>The offset that DINOv2's hub models add to the grid before dividing (0.1); used by <see cref="PositionResize.BicubicScaleOffset"/>.</summary>
    public double PositionOffset { get; init; }

    /// <summary>Per-channel mean subtracted from RGB in [0,1].</summary>
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>Per-channel deviation that RGB is divided by.</summary>
    public IReadOnlyList<double> Std { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>
    /// One-based blocks whose patch tokens are the features, concatenated in this order; empty means the last block.
    /// The last block's tokens pass the final LayerNorm; the concatenation is then standardised per channel with stored statistics.
    /// </summary>
    public IReadOnlyList<int> FeatureBlocks { get; init; } = [];

    /// <summary>Width of the features x: <see cref="Width"/> times the number of feature blocks.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int FeatureWidth => Width * Math.Max(1, FeatureBlocks.Count);

    /// <summary>Side of the patch grid at <see cref="InputSize"/>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Grid => InputSize / PatchSize;
}

/// <summary>How a position table is resized to another patch grid; DINOv2's hub and HF code differ.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PositionResize>))]
public enum PositionResize
{
    /// <summary>To the size, bicubic, no antialias (HF Dinov2Model, timm-style ViT).</summary>
    Bicubic,

    /// <summary>By the factor (grid+offset)/pretrained, bicubic, no antialias (DINOv2 hub without registers).</summary>
    BicubicScaleOffset,

    /// <summary>To the size, bicubic, antialiased (DINOv2 with registers).</summary>
    BicubicAntialias,

    /// <summary>To the size, bilinear, antialiased, for each picture (SigLIP2 NaFlex).</summary>
    BilinearAntialias,
}
