using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Parameters;

/// <summary>How a change is entered.</summary>
public sealed record TransitionParameters
{
    /// <summary>Over which it fades in, 0 to 10 seconds; 0 cuts.</summary>
    public double Seconds { get; init; } = 0.6;

    /// <summary>How evenly.</summary>
    public EasingKind Easing { get; init; }

    /// <summary>When it begins.</summary>
    public QuantizeKind Quantize { get; init; }
}

/// <summary>When a change begins to act.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<QuantizeKind>))]
public enum QuantizeKind
{
    /// <summary>At once.</summary>
    None,

    /// <summary>At the next beat.</summary>
    Beat,

    /// <summary>At the next bar.</summary>
    Bar,
}
