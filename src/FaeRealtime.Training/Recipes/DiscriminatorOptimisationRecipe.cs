namespace FaeRealtime.Training.Recipes;

/// <summary>How a discriminator's weights move. Steps, batch and parts are its stage's.</summary>
public sealed record DiscriminatorOptimisationRecipe
{
    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Share of the peak that the cosine ends at.</summary>
    public double FinalShare { get; init; } = 0.1;

    /// <summary>Steps of linear warm-up, counted from the stage's first step.</summary>
    public int Warmup { get; init; } = 100;

    /// <summary>AdamW's β₁.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW's β₂.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW's decoupled weight decay (TiTok and Apple: 1e-4).</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Largest gradient norm; null for no clipping.</summary>
    public double? ClipNorm { get; init; } = 1.0;

    /// <summary>The whole recipe, with what the stage decides for both.</summary>
    internal OptimisationRecipe Beside(OptimisationRecipe stage) => stage with
    {
        LearningRate = LearningRate,
        FinalShare = FinalShare,
        Warmup = Warmup,
        Beta1 = Beta1,
        Beta2 = Beta2,
        WeightDecay = WeightDecay,
        ClipNorm = ClipNorm,
    };
}
