using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

/// <summary>How two points of a space are blended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<InterpolationKind>))]
public enum InterpolationKind
{
    /// <summary>Keeps what the networks were trained on: noise stays standard normal (arXiv:2408.08558), latents and features keep the length of each position.</summary>
    Gaussian,

    /// <summary>Along the great circle between the whole vectors, whose length is kept.</summary>
    Slerp,

    /// <summary>Straight: half-way between two, independent points lose variance (×0.707) and pictures their contrast; between features this is a dissolve.</summary>
    Lerp,
}
