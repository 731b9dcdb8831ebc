namespace FaeRealtime.Core.Config;

/// <summary>A T5 encoder of version 1.1 (also Flan): pre-norm blocks with gated GELU and one table of relative positions for all of them (Raffel et al. 2020, arXiv:1910.10683).</summary>
public sealed record T5Config
{
    /// <summary>google/flan-t5-xl, STARFlow's: 1,223,527,424 parameters.</summary>
    public static T5Config FlanXl { get; } = new() { Vocabulary = 32128, Width = 2048, Depth = 24, Heads = 32, HeadWidth = 64, Hidden = 5120 };

    /// <summary>google/flan-t5-large, as wide as the paper's MMDiT expects: 341,231,104 parameters.</summary>
    public static T5Config FlanLarge { get; } = new() { Vocabulary = 32128, Width = 1024, Depth = 24, Heads = 16, HeadWidth = 64, Hidden = 2816 };

    /// <summary>Rows of the token table.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Token width D.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Depth { get; init; }

    /// <summary>Attention heads H.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of a head; H heads need not be as wide as a token.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Hidden width of the gated MLP.</summary>
    public required int Hidden { get; init; }

    /// <summary>Rows of the table of relative positions: half for keys before the query, half for keys behind it.</summary>
    public int Buckets { get; init; } = 32;

    /// <summary>From this distance on all positions share the last row.</summary>
    public int MaximumDistance { get; init; } = 128;

    /// <summary>What every RMSNorm adds to the mean square.</summary>
    public double NormEpsilon { get; init; } = 1e-6;
}
