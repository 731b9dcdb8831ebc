using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

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
