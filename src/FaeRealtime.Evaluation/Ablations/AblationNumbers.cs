namespace FaeRealtime.Evaluation.Ablations;

/// <summary>What is measured of one run, kept beside it as <c>ablation.json</c>; all of it in the frozen encoder's feature space, none in pixels.</summary>
public sealed record AblationNumbers
{
    /// <summary>FD-x̂: Fréchet distance of generated to real features, an image's tokens averaged, in the encoder's own units.</summary>
    public required double Generated { get; init; }

    /// <summary>The same distance of features restored from real images' latents: what a perfect generator would come to.</summary>
    public required double Restored { get; init; }

    /// <summary>Mean squared error of standardised features of held-out images.</summary>
    public required double FeatureError { get; init; }

    /// <summary>Share of held-out images whose class the nearest training images tell, by restored features.</summary>
    public required double NeighbourAccuracy { get; init; }

    /// <summary>Held-out flow error; comparable where autoencoder and shift are the same.</summary>
    public required double FlowError { get; init; }
}
