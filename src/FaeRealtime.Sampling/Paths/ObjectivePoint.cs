namespace FaeRealtime.Sampling.Paths;

/// <summary>The scalars of a training loss at one time: x_t = α·data + σ·noise, loss = weight·mean (scale·output − (a·data + b·noise))².</summary>
/// <param name="Alpha">α.</param>
/// <param name="Sigma">σ.</param>
/// <param name="OutputScale">What the network's answer is multiplied by.</param>
/// <param name="TargetData">a.</param>
/// <param name="TargetNoise">b.</param>
/// <param name="Weight">The weight of this time.</param>
public readonly record struct ObjectivePoint(double Alpha, double Sigma, double OutputScale, double TargetData, double TargetNoise, double Weight);
