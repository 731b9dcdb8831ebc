namespace FaeRealtime.Live.Parameters;

/// <summary>How often things happen.</summary>
public sealed record PacingParameters
{
    /// <summary>Highest <see cref="FpsLimit"/>.</summary>
    public const double MaximumFps = 1000.0;

    /// <summary>Most frames a second that are decoded, 1 to 1000. Default 60: what most displays show.</summary>
    public double FpsLimit { get; init; } = 60.0;

    /// <summary>Most latents a second that are sampled in space <see cref="SourceSpace.Noise"/>, 0 to 1000: frames between them are blends, one period late. 0 samples every frame.</summary>
    public double GenerateHz { get; init; }

    /// <summary>Whether a window waits for the display.</summary>
    public bool Vsync { get; init; } = true;
}
