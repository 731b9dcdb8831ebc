using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Sampling.Walks;

/// <summary>How evenly the way from one point to the next is covered.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EasingKind>))]
public enum EasingKind
{
    /// <summary>At rest at both ends: 3t² − 2t³.</summary>
    Smooth,

    /// <summary>Evenly.</summary>
    Linear,

    /// <summary>Slow first: t².</summary>
    In,

    /// <summary>Slow last: 1 − (1 − t)².</summary>
    Out,

    /// <summary>Stays, then jumps.</summary>
    Hold,
}
