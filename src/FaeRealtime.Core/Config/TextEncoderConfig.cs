namespace FaeRealtime.Core.Config;

/// <summary>SigLIP's text tower.</summary>
public sealed record TextEncoderConfig
{
    /// <summary>Rows of the token table.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Greatest number of tokens of a text, and the number that SigLIP pads every text to.</summary>
    public int Length { get; init; } = 64;

    /// <summary>Token width.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>MLP hidden width.</summary>
    public required int MlpHidden { get; init; }

    /// <summary>Width of a text's embedding: the vision tower's.</summary>
    public required int EmbeddingWidth { get; init; }

    /// <summary>The MLP kind.</summary>
    public FeedForwardKind FeedForward { get; init; } = FeedForwardKind.GeluTanh;

    /// <summary>What every LayerNorm adds to the variance.</summary>
    public double NormEpsilon { get; init; } = 1e-6;
}
