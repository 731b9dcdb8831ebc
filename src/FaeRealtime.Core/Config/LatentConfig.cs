namespace FaeRealtime.Core.Config;

/// <summary>The latent grid z <c>[B, C, h, w]</c>.</summary>
public sealed record LatentConfig
{
    /// <summary>Channels C.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows h and columns w.</summary>
    public required int Side { get; init; }

    /// <summary>Per-channel mean of sampled z over the training set, length C; the generator works on (z − mean)/std. Empty before stage Ia has ended.</summary>
    public IReadOnlyList<double> Mean { get; init; } = [];

    /// <summary>Per-channel deviation of sampled z, length C.</summary>
    public IReadOnlyList<double> Std { get; init; } = [];
}
