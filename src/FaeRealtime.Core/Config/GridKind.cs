using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>What <c>steps</c> counts.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GridKind>))]
public enum GridKind
{
    /// <summary>N steps between N + 1 times, as in REPA's ODE.</summary>
    Steps,

    /// <summary>N times, hence N − 1 steps, as in SiT, LightningDiT and RAE.</summary>
    Points,
}
