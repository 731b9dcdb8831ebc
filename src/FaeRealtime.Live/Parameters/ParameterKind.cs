using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

/// <summary>What a single value of the parameters is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ParameterKind>))]
public enum ParameterKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>On or off: 1 or 0.</summary>
    Switch,

    /// <summary>One of some names: the number of one, from 0.</summary>
    Choice,
}
