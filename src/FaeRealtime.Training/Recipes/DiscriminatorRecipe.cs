namespace FaeRealtime.Training.Recipes;

/// <summary>What learns to tell decoded images from real ones, and how much its verdict weighs in the decoder's loss: λ_GAN·L_GAN of equation 4.2 with the hinge loss.</summary>
/// <remarks>
/// The defaults are TiTok's and Apple's (bytedance/1d-tokenizer): a patch discriminator on images in [0, 1], a constant weight, LeCam. RAE's (bytetriper/RAE) is another setting of the same
/// members: <see cref="Dino"/>, <see cref="Adaptive"/>, <see cref="Augment"/>, <see cref="Repaint"/>, <see cref="Quantise"/>, weight 0.75, LeCam 0.
/// </remarks>
public sealed record DiscriminatorRecipe
{
    /// <summary>Weight of the decoder's term −mean D(x̂) (TiTok-B 0.01, TA-TiTok and Apple 0.1, RAE 0.75).</summary>
    public double Weight { get; init; } = 0.1;

    /// <summary>Whether the weight is also multiplied by the ratio of the gradient norms of the other terms and of this one at the decoder's last layer (VQGAN, RAE).</summary>
    public bool Adaptive { get; init; }

    /// <summary>First step at which the discriminator learns.</summary>
    public int FirstStep { get; init; }

    /// <summary>First step at which the decoder's loss has the term; not before <see cref="FirstStep"/>.</summary>
    public int Start { get; init; }

    /// <summary>Weight of the discriminator's LeCam term (Tseng et al. 2021); 0 for none.</summary>
    public double LeCam { get; init; } = 0.001;

    /// <summary>Decay of the mean logits that LeCam compares with.</summary>
    public double LeCamDecay { get; init; } = 0.999;

    /// <summary>Whether the discriminator's fakes are decoded anew with the weights just updated and without noise on the features (RAE); else those of the decoder's step are used (TiTok).</summary>
    public bool Repaint { get; init; }

    /// <summary>Whether the discriminator's fakes are clamped and rounded to eight bits, as real images are (RAE).</summary>
    public bool Quantise { get; init; }

    /// <summary>Whether everything that the discriminator sees is shifted and recoloured at random (DiffAug; RAE).</summary>
    public bool Augment { get; init; }

    /// <summary>How the discriminator's weights move.</summary>
    public DiscriminatorOptimisationRecipe Optimisation { get; init; } = new();

    /// <summary>TiTok's discriminator over overlapping patches.</summary>
    public PatchDiscriminatorRecipe? Patch { get; init; }

    /// <summary>RAE's discriminator on a frozen DINO ViT; either this or <see cref="Patch"/>.</summary>
    public DinoDiscriminatorRecipe? Dino { get; init; }
}

/// <summary>Sizes of the patch discriminator. The defaults are TiTok's, for 256 px; a CPU at 64 px affords a quarter of the widths and a grid of 8.</summary>
public sealed record PatchDiscriminatorRecipe
{
    /// <summary>Channels of the first convolution, then of each stage; every stage halves the sides.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [128, 128, 256, 512];

    /// <summary>Groups of the group norms; divides the widths of all stages.</summary>
    public int Groups { get; init; } = 32;

    /// <summary>Side of the grid of logits, which the last stage's output is pooled to.</summary>
    public int Grid { get; init; } = 16;
}
