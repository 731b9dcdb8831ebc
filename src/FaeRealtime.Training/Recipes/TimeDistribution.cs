using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Training.Recipes;

/// <summary>How flow-matching times are drawn before the shift.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<TimeDistribution>))]
public enum TimeDistribution
{
    /// <summary>Uniform on (0, 1).</summary>
    Uniform,

    /// <summary>The logistic function of a standard normal (LightningDiT's default).</summary>
    LogitNormal,
}
