using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>The normalisation of a block.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<NormKind>))]
public enum NormKind
{
    /// <summary>LayerNorm with weight and bias, eps 1e-6.</summary>
    LayerNorm,

    /// <summary>LayerNorm without weight and bias, eps 1e-6 (SiT).</summary>
    LayerNormNoAffine,

    /// <summary>RMSNorm with weight, eps 1e-6 (LightningDiT).</summary>
    RmsNorm,
}
