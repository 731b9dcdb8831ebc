namespace FaeRealtime.Sampling.Conditions;

/// <summary>A class and its share in a blend.</summary>
/// <param name="Class">Index from 0.</param>
/// <param name="Weight">Above 0.</param>
public readonly record struct WeightedClass(int Class, double Weight);
