namespace FaeRealtime.Core.Config;

/// <summary>The ViT pixel decoder from features to RGB.</summary>
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
}
