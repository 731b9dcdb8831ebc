using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

/// <summary>How the source of the pictures moves.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SourceMode>))]
public enum SourceMode
{
    /// <summary>An open path: from seed to seed along x, at the session's speed.</summary>
    Walk,

    /// <summary>A closed path of <see cref="SourceParameters.LoopKeys"/> keys.</summary>
    Loop,

    /// <summary>Through <see cref="SourceParameters.Keyframes"/>.</summary>
    Keyframes,

    /// <summary>The blend of seeds at x, y stands still.</summary>
    Fixed,
}
