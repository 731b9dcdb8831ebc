using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>How a stochastic sampler ends. Names as in SiT.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LastStepKind>))]
public enum LastStepKind
{
    /// <summary>One step of the stochastic drift without noise.</summary>
    Mean,

    /// <summary>Jumps to the expected data, (x + σ²·score)/α.</summary>
    Tweedie,

    /// <summary>One step of the velocity, as in the ODE.</summary>
    Euler,

    /// <summary>No step of its own: the grid reaches <c>end</c> with noise at every step.</summary>
    None,
}
