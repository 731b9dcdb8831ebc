using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The encoders of the paper's table 5.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AutoencoderKind>))]
public enum AutoencoderKind
{
    /// <summary>Merged Q, K, V and skip projection, attention, activation, one projection to mean and log-variance (the paper's figure 7).</summary>
    SingleAttention,

    /// <summary>One projection to mean and log-variance.</summary>
    Linear,

    /// <summary>Transformer blocks at the features' width, then the projection.</summary>
    Transformer,
}
