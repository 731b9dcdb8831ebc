using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Commands.Remake;

/// <summary>The result of <c>fae remake</c>, as <c>--json</c> prints it.</summary>
internal sealed record RemakeReport
{
    /// <summary>The picture that was there.</summary>
    public required string File { get; init; }

    /// <summary>Whether every pixel is the same.</summary>
    public required bool Equal { get; init; }

    /// <summary>Pixels that differ.</summary>
    public required long Differing { get; init; }

    /// <summary>Largest difference of a value, in 0…255.</summary>
    public required int Largest { get; init; }

    /// <summary>Mean absolute difference of all values, in 0…255.</summary>
    public required double Mean { get; init; }

    /// <summary>What computed then.</summary>
    public required string MadeOn { get; init; }

    /// <summary>What computed now.</summary>
    public required string RemadeOn { get; init; }

    /// <summary>Where the picture of now lies, if that was asked for.</summary>
    public string? Out { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RemakeReport))]
internal sealed partial class RemakeJsonContext : JsonSerializerContext;
