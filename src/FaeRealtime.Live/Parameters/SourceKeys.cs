using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Live.Parameters;

/// <summary>Where the key latents of a path come from.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SourceKeys>))]
public enum SourceKeys
{
    /// <summary>The generator makes them from the seeds' noise.</summary>
    Generated,

    /// <summary>Latents of real pictures that the model folder carries, in an order that the first seed shuffles; needs no generator.</summary>
    Samples,
}
