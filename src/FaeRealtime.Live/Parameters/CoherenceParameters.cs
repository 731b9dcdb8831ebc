namespace FaeRealtime.Live.Parameters;

/// <summary>How much of the picture before is in the next, in space <see cref="SourceSpace.Noise"/>.</summary>
public sealed record CoherenceParameters
{
    /// <summary>Share of the last latent in the noise, 0 to 0.95: ε ← √(1 − f²)·ε + f·z.</summary>
    public double Feedback { get; init; }

    /// <summary>Time at which sampling starts from the last latent, or from that of a picture that comes in (<see cref="Motion.LatentInput"/>), above 0 to 1: x_r = (1 − r)·z + r·ε, with the path's own noise. 1 starts from noise alone.</summary>
    public double Renoise { get; init; } = 1.0;

    /// <summary>Weight of the latents before in a moving average, 0 to 0.99 at 60 frames a second (the same per second at other rates).</summary>
    public double Ema { get; init; }

    /// <summary>Whether a change of seeds, mode or model fades from the picture that is shown; otherwise it cuts.</summary>
    public bool WarmStart { get; init; } = true;

    /// <summary>Whether frames depend on those before.</summary>
    internal bool IsActive => Feedback > 0 || Renoise < 1 || Ema > 0;
}
