using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>How a loss on a predicted noise or score weights times, with g = σσ̇ − σ²·α̇/α. Names as in SiT.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<LossWeight>))]
public enum LossWeight
{
    /// <summary>1.</summary>
    None,

    /// <summary>(g/σ)²: the error of the velocity.</summary>
    Velocity,

    /// <summary>g/σ²: a bound on the likelihood.</summary>
    Likelihood,
}
