namespace FaeRealtime.Training.Recipes;

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
