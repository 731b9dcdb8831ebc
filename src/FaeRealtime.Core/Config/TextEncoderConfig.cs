namespace FaeRealtime.Core.Config;

/// <summary>SigLIP's text tower.</summary>
public sealed record TextEncoderConfig
{
    /// <summary>The text tower of google/siglip-base-patch16-224 and the others of that size.</summary>
    public static TextEncoderConfig SiglipBase { get; } = new() { Vocabulary = 32000, Width = 768, Depth = 12, Heads = 12, MlpHidden = 3072, EmbeddingWidth = 768 };

    /// <summary>The text tower of google/siglip-large-patch16-256 and the other of that size.</summary>
    public static TextEncoderConfig SiglipLarge { get; } = new() { Vocabulary = 32000, Width = 1024, Depth = 24, Heads = 16, MlpHidden = 4096, EmbeddingWidth = 1024 };

    /// <summary>The text tower of google/siglip-so400m-patch14-384; that of siglip-so400m-patch14-224 takes 16 tokens.</summary>
    public static TextEncoderConfig SiglipSo400m { get; } = new() { Vocabulary = 32000, Width = 1152, Depth = 27, Heads = 16, MlpHidden = 4304, EmbeddingWidth = 1152 };

    /// <summary>The text tower of google/siglip2-base-patch16-256 and the others of that size: SigLIP's with Gemma's vocabulary.</summary>
    public static TextEncoderConfig Siglip2Base { get; } = SiglipBase with { Vocabulary = Gemma };

    /// <summary>The text tower of google/siglip2-large-patch16-256 and the others of that size.</summary>
    public static TextEncoderConfig Siglip2Large { get; } = SiglipLarge with { Vocabulary = Gemma };

    /// <summary>The text tower of google/siglip2-so400m-patch16-256 and the others of that size.</summary>
    public static TextEncoderConfig Siglip2So400m { get; } = SiglipSo400m with { Vocabulary = Gemma };

    /// <summary>The text tower of google/siglip2-giant-opt-patch16-256, the paper's: So400m's with the wider pictures' embedding.</summary>
    public static TextEncoderConfig Siglip2GiantOpt { get; } = Siglip2So400m with { EmbeddingWidth = 1536 };

    private const int Gemma = 256000;

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
