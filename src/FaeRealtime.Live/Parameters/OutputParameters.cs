using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

/// <summary>What is shown.</summary>
public sealed record OutputParameters
{
    /// <summary>The picture, or a stage on the way to it.</summary>
    public OutputView View { get; init; }
}

/// <summary>What is shown of a frame on its way to the picture.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<OutputView>))]
public enum OutputView
{
    /// <summary>The picture.</summary>
    Image,

    /// <summary>The latent's channels side by side: black at 0, orange above, blue below.</summary>
    Latent,

    /// <summary>The decoded features' three leading components as red, green and blue.</summary>
    Features,

    /// <summary>The sampler's steps, decoded, from noise on the left to the picture: of the last key, or of the frame in space <see cref="SourceSpace.Noise"/>.</summary>
    Steps,
}
