namespace FaeRealtime.Core.Config;

/// <summary>RAE's diffusion transformer with a wide, shallow head (Zheng et al. 2025, arXiv:2510.11690): a body reads the latent into a condition for each token, under which the head reads it again.</summary>
public sealed record DdtConfig
{
    /// <summary>The body: width, depth and heads; also whose flags, classes and patches both have.</summary>
    public required GeneratorConfig Body { get; init; }

    /// <summary>Token width of the head.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Blocks of the head.</summary>
    public required int HeadDepth { get; init; }

    /// <summary>Attention heads of the head's blocks.</summary>
    public required int HeadHeads { get; init; }

    /// <summary>The head's blocks as a generator of their own.</summary>
    public GeneratorConfig Head => Body with { Width = HeadWidth, Depth = HeadDepth, Heads = HeadHeads };
}
