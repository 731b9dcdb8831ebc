using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

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

/// <summary>The course of a modulation: a wave over one period, in [−1, 1], or the loudness of the heard sound, in [0, 1].</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<WaveShape>))]
public enum WaveShape
{
    /// <summary>0 at the start, up first.</summary>
    Sine,

    /// <summary>Straight from 0 up, down and back.</summary>
    Triangle,

    /// <summary>From −1 to 1, then back at once.</summary>
    Saw,

    /// <summary>1 for the first half, −1 for the second.</summary>
    Square,

    /// <summary>1 at the start, falling to 0 as an exponential (to 1 % at the end): a hit.</summary>
    Decay,

    /// <summary>The loudness of the sound, 0 without any.</summary>
    Level,

    /// <summary>Its loudness below 250 Hz.</summary>
    Low,

    /// <summary>Its loudness from 250 Hz to 2 kHz.</summary>
    Mid,

    /// <summary>Its loudness above 2 kHz.</summary>
    High,
}
