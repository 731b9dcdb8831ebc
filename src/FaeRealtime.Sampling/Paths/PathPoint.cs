using FaeRealtime.Core.Config;

namespace FaeRealtime.Sampling.Paths;

/// <summary>The scalars of a path x_t = α·data + σ·noise at one time, and what follows from them. Rates are by this product's time, which grows towards noise.</summary>
/// <remarks>
/// Albergo et al. 2023, arXiv:2303.08797; Ma et al. 2024 (SiT), arXiv:2401.08740 §2, whose time runs the other way: rates and velocities change sign, scores do not.
/// With W = ασ̇ − α̇σ, velocity v = α̇·data + σ̇·noise and x invert to data = (σ̇x − σv)/W and noise = (αv − α̇x)/W; the score is −noise/σ.
/// </remarks>
/// <param name="T">The time; 1 is noise.</param>
/// <param name="Alpha">α, the share of data.</param>
/// <param name="AlphaRate">α̇.</param>
/// <param name="LogAlphaRate">α̇/α, where a path knows it better than by division; −∞ where α is 0.</param>
/// <param name="Sigma">σ, the share of noise.</param>
/// <param name="SigmaRate">σ̇.</param>
public readonly record struct PathPoint(double T, double Alpha, double AlphaRate, double LogAlphaRate, double Sigma, double SigmaRate)
{
    /// <summary>σσ̇ − σ²·α̇/α: half the squared noise rate of the diffusion model with these marginals, and the score's share in the velocity.</summary>
    public double ScoreRate => (Sigma * SigmaRate) - (Sigma * Sigma * LogAlphaRate);

    /// <summary>The score from a velocity.</summary>
    public Affine ScoreFromVelocity => new(-Alpha / (Sigma * Wronskian), AlphaRate / (Sigma * Wronskian));

    /// <summary>The noise from a velocity.</summary>
    public Affine NoiseFromVelocity => new(Alpha / Wronskian, -AlphaRate / Wronskian);

    /// <summary>The data from a velocity: Tweedie's formula.</summary>
    public Affine DataFromVelocity => new(-Sigma / Wronskian, SigmaRate / Wronskian);

    private double Wronskian => (Alpha * SigmaRate) - (AlphaRate * Sigma);

    /// <summary>The velocity from what a network predicts; infinite for noise and score where α is 0.</summary>
    /// <param name="prediction">What it predicts.</param>
    public Affine VelocityFrom(PredictionKind prediction) => prediction switch
    {
        PredictionKind.Noise => new Affine(ScoreRate / Sigma, LogAlphaRate),
        PredictionKind.Score => new Affine(-ScoreRate, LogAlphaRate),
        _ => Affine.Identity,
    };

    /// <summary>D, how strongly a stochastic sampler stirs.</summary>
    /// <param name="form">The form.</param>
    /// <param name="norm">Its factor.</param>
    public double Diffusion(DiffusionForm form, double norm) => form switch
    {
        DiffusionForm.Constant => norm,
        DiffusionForm.Sbdm => norm * ScoreRate,
        DiffusionForm.Sigma => norm * Sigma,
        DiffusionForm.Linear => norm * T,
        DiffusionForm.Decreasing => 0.25 * Square((norm * Math.Cos(Math.PI * (1 - T))) + 1),
        _ => norm * Square(Math.Sin(Math.PI * T)),
    };

    /// <summary>The drift v − D·score of the reverse stochastic equation, from a velocity; not finite where σ is 0, or D infinite.</summary>
    /// <param name="diffusion">D.</param>
    public Affine ReverseDrift(double diffusion)
    {
        var score = ScoreFromVelocity;
        return new Affine(1 - (diffusion * score.Output), -diffusion * score.State);
    }

    private static double Square(double x) => x * x;
}
