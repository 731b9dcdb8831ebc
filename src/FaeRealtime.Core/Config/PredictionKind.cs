using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>What a generator network answers with.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PredictionKind>))]
public enum PredictionKind
{
    /// <summary>The velocity dx/dt of the path.</summary>
    Velocity,

    /// <summary>The noise ε in x_t.</summary>
    Noise,

    /// <summary>The score ∇ log p(x_t) = −ε/σ.</summary>
    Score,
}
