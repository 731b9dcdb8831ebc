using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The elementwise function before the single-attention encoder's last projection.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ActivationKind>))]
public enum ActivationKind
{
    /// <summary>Exact GELU.</summary>
    Gelu,

    /// <summary>SiLU.</summary>
    Silu,
}
