using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Rendering;

/// <summary>The result of a command that makes a video, as <c>--json</c> prints it.</summary>
internal sealed record VideoReport
{
    /// <summary>The video.</summary>
    public required string Out { get; init; }

    /// <summary>Frames that it has.</summary>
    public required int Frames { get; init; }

    /// <summary>Frames that were asked for.</summary>
    public required int Asked { get; init; }

    public required double Fps { get; init; }

    /// <summary>Side of a frame in pixels.</summary>
    public required int Size { get; init; }

    public required string Model { get; init; }

    public required string ModelHash { get; init; }

    /// <summary>What computed.</summary>
    public required string Device { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(VideoReport))]
internal sealed partial class RenderingJsonContext : JsonSerializerContext;
