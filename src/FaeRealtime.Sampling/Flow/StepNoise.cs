namespace FaeRealtime.Sampling.Flow;

/// <summary>The noise of one stochastic step.</summary>
/// <param name="Scale">What standard normal noise is multiplied by.</param>
/// <param name="Index">The step's number in its plan: the noise is a function of the seed and this, wherever the step is run.</param>
/// <param name="First">Whether it is added before the drift is evaluated.</param>
public readonly record struct StepNoise(double Scale, int Index, bool First);
