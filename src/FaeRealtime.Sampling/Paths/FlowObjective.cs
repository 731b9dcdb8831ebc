using FaeRealtime.Core.Config;

namespace FaeRealtime.Sampling.Paths;

/// <summary>What a generator is trained towards: its path, its prediction, the weight of each time, and the direction of time it is asked in.</summary>
/// <remarks>Ma et al. 2024 (SiT), arXiv:2401.08740 §2 and §3.2, and its <c>training_losses</c>.</remarks>
/// <param name="Path">Between data and noise.</param>
/// <param name="Prediction">What the network answers with.</param>
/// <param name="Weight">How times are weighted; a velocity never is.</param>
/// <param name="Time">The direction of time of the network.</param>
public sealed record FlowObjective(PathKind Path, PredictionKind Prediction, LossWeight Weight, TimeDirection Time)
{
    // SiT's train_eps: times so close to an end are not trained, where a conversion would divide by almost nothing.
    private const double PredictionMargin = 1e-3;
    private const double VpMargin = 1e-5;

    /// <summary>The times that are trained, in this product's direction.</summary>
    public (double Lowest, double Highest) Times => (Path, Prediction) switch
    {
        (PathKind.Vp, _) => (VpMargin, 1),
        (_, PredictionKind.Velocity) => (0, 1),
        _ => (PredictionMargin, 1 - PredictionMargin),
    };

    /// <summary>The time that the network is asked at.</summary>
    /// <param name="t">In this product's direction.</param>
    public double Asked(double t) => Time == TimeDirection.DataAtOne ? 1 - t : t;

    /// <summary>The loss's scalars at a time.</summary>
    /// <param name="t">In [0, 1]; 1 is noise.</param>
    public ObjectivePoint At(double t)
    {
        var point = FlowPath.At(Path, t);
        var sign = Time == TimeDirection.DataAtOne ? -1 : 1;
        var weight = (Prediction, Weight) switch
        {
            (PredictionKind.Velocity, _) or (_, LossWeight.None) => 1,
            (_, LossWeight.Velocity) => point.ScoreRate * point.ScoreRate / (point.Sigma * point.Sigma),
            _ => point.ScoreRate / (point.Sigma * point.Sigma),
        };
        return Prediction switch
        {
            PredictionKind.Noise => new ObjectivePoint(point.Alpha, point.Sigma, 1, 0, 1, weight),
            PredictionKind.Score => new ObjectivePoint(point.Alpha, point.Sigma, point.Sigma, 0, -1, weight),
            _ => new ObjectivePoint(point.Alpha, point.Sigma, 1, sign * point.AlphaRate, sign * point.SigmaRate, weight),
        };
    }
}

/// <summary>The scalars of a training loss at one time: x_t = α·data + σ·noise, loss = weight·mean (scale·output − (a·data + b·noise))².</summary>
/// <param name="Alpha">α.</param>
/// <param name="Sigma">σ.</param>
/// <param name="OutputScale">What the network's answer is multiplied by.</param>
/// <param name="TargetData">a.</param>
/// <param name="TargetNoise">b.</param>
/// <param name="Weight">The weight of this time.</param>
public readonly record struct ObjectivePoint(double Alpha, double Sigma, double OutputScale, double TargetData, double TargetNoise, double Weight);
