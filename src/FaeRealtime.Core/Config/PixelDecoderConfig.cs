using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The ViT pixel decoder from features to RGB.</summary>
/// <remarks>
/// The defaults are the paper's count (305.36M at 24 × 1024). A plain ViT decoder has feedForward gelu and classToken (304.94M); RAE's GeneralDecoder is that
/// with normEpsilon 1e-12, fixedPositions and resizeTokens.
/// </remarks>
public sealed record PixelDecoderConfig
{
    /// <summary>Side of the painted picture in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Token width.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>MLP hidden width over token width, before SwiGLU's two thirds (rounded up to a multiple of 8, as DINOv2 does).</summary>
    public double MlpRatio { get; init; } = 4.0;

    /// <summary>The MLP kind; the paper's count fits SwiGLU.</summary>
    public FeedForwardKind FeedForward { get; init; } = FeedForwardKind.SwiGlu;

    /// <summary>MLP hidden width (for SwiGLU after gating), instead of <see cref="MlpRatio"/>; null derives it from the ratio.</summary>
    public int? MlpHidden { get; init; }

    /// <summary>What every LayerNorm adds to the variance: 1e-6, in RAE 1e-12.</summary>
    public double NormEpsilon { get; init; } = 1e-6;

    /// <summary>Whether a learned class token goes through the blocks before the patches, with a position row of its own, and is dropped at the end.</summary>
    public bool ClassToken { get; init; }

    /// <summary>Whether the positions stay sine-cosine (the class token's zero) instead of being trained.</summary>
    public bool FixedPositions { get; init; }

    /// <summary>Whether features of another square grid are resized bilinearly, instead of being refused.</summary>
    public bool ResizeTokens { get; init; }

    /// <summary>How tokens become pixels. The paper's linear head leaves the grid of its patches in the picture; the others paint across their borders.</summary>
    public PixelHeadKind Head { get; init; }

    /// <summary>Pixels by which a patch of the overlap head reaches beyond its own square on each side, at most half the patch; null for a quarter of it.</summary>
    public int? HeadOverlap { get; init; }

    /// <summary>Side in pixels of a cell that the convolution head paints at once; divides the patch. Smaller is finer and costs more: the work of the convolutions rises with its inverse square.</summary>
    public int HeadStride { get; init; } = 2;

    /// <summary>Channels of the convolution head, a multiple of 16: libtorch's gradients want whole blocks.</summary>
    public int HeadChannels { get; init; } = 32;

    /// <summary>3×3 layers of the convolution head, the one that paints included.</summary>
    public int HeadLayers { get; init; } = 2;

    /// <summary>Hidden width of the feed-forward layers.</summary>
    [JsonIgnore]
    public int HiddenWidth => MlpHidden ?? (FeedForward == FeedForwardKind.SwiGlu ? FeedForwardWidth.TwoThirdsOfEight(Width, MlpRatio) : (int)(Width * MlpRatio));

    /// <summary>The head's sizes.</summary>
    /// <param name="grid">Tokens in a row and in a column.</param>
    public PixelHeadShape HeadShape(int grid)
    {
        var patch = ImageSize / grid;
        return Head switch
        {
            PixelHeadKind.Overlap => new PixelHeadShape(Head, grid, patch, HeadOverlap ?? patch / 4, patch, 0, 0),
            PixelHeadKind.Convolution => new PixelHeadShape(Head, grid, patch, 0, HeadStride, HeadChannels, HeadLayers),
            _ => new PixelHeadShape(Head, grid, patch, 0, patch, 0, 0),
        };
    }
}
