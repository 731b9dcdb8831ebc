namespace FaeRealtime.Training.Recipes;

/// <summary>Stage Ia.</summary>
public sealed record AutoencoderRecipe
{
    /// <summary>How the weights move.</summary>
    public required OptimisationRecipe Optimisation { get; init; }

    /// <summary>
    /// β of the KL term, both terms summed over channels and averaged over tokens. Not in the paper; chosen so that the term is 1–5 % of the
    /// reconstruction and the mean posterior deviation lies in 0.05–0.3.
    /// </summary>
    public double Beta { get; init; } = 0.2;

    /// <summary>Weight of each feature block's squared error, in the order of the encoder's feature blocks; empty means 1 each (the paper has one block).</summary>
    public IReadOnlyList<double> BlockWeights { get; init; } = [];
}
