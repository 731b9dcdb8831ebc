namespace FaeRealtime.Live.Parameters;

/// <summary>A parameter that moves by itself: value = base + depth · wave(rate · time).</summary>
public sealed record Modulation
{
    /// <summary>The number that moves, by its path, such as <c>sampler/guidance</c>.</summary>
    public string Target { get; init; } = string.Empty;

    /// <summary>Its course.</summary>
    public WaveShape Shape { get; init; }

    /// <summary>Periods a second, or a beat where <see cref="Sync"/> is set; 0 to 60.</summary>
    public double Rate { get; init; } = 0.25;

    /// <summary>Whether <see cref="Rate"/> counts periods a beat.</summary>
    public bool Sync { get; init; }

    /// <summary>Height of the wave in the target's unit. What would leave the target's range stays at its end.</summary>
    public double Depth { get; init; }

    /// <summary>The value that it moves about; null for the one that is set.</summary>
    public double? Base { get; init; }

    /// <summary>Where in its period it starts, 0 to 1.</summary>
    public double Phase { get; init; }
}
