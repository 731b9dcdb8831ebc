using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

/// <summary>Where pictures are blended.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SourceSpace>))]
public enum SourceSpace
{
    /// <summary>Between clean latents: keys are generated at their own rate, every frame is decoded from a blend of two.</summary>
    Latent,

    /// <summary>In the noise: the whole sampler runs for every frame.</summary>
    Noise,

    /// <summary>Between the features of clean latents: the feature decoder runs once a key, every frame is painted from a blend of two by the pixel decoder alone.</summary>
    Feature,
}
