namespace FaeRealtime.Sampling.Walks;

/// <summary>A noise, named by its seed, and its weight in a blend.</summary>
/// <param name="Seed">Seed of the noise.</param>
/// <param name="Weight">Its weight.</param>
public readonly record struct WeightedSeed(ulong Seed, double Weight);
