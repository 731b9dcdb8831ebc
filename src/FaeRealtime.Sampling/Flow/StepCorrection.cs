using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Flow;

/// <summary>Heun's second evaluation, at the step's end.</summary>
/// <param name="Drift">The drift there, from the velocity there.</param>
/// <param name="Guidance">The guidance scale there.</param>
public readonly record struct StepCorrection(Affine Drift, double Guidance);
