using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>What stands between two attentions.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FeedForwardKind>))]
public enum FeedForwardKind
{
    /// <summary>Linear, exact GELU, Linear.</summary>
    Gelu,

    /// <summary>Linear, tanh GELU, Linear.</summary>
    GeluTanh,

    /// <summary>One matrix w12 whose first half passes SiLU and multiplies the second, then w3.</summary>
    SwiGlu,
}
