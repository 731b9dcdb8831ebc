using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Evaluation.Features;

/// <summary>Which vector of the frozen ViT stands for an image. All are of its last block, after the final norm.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FeaturePooling>))]
public enum FeaturePooling
{
    /// <summary>The class token, or the attention pool's answer where the encoder has no class token.</summary>
    Class,

    /// <summary>The mean of the patch tokens.</summary>
    Mean,
}
