using System.Text.Json.Serialization;
using FaeRealtime.Live.Frames;

namespace FaeRealtime.Host.Commands.Demo;

/// <summary>The result of a headless demo, as <c>--json</c> prints it.</summary>
internal sealed record DemoReport
{
    public required string Model { get; init; }

    public required string ModelHash { get; init; }

    public required string Mode { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>The class's name, <c>mixed</c> or <c>none</c>.</summary>
    public required string Class { get; init; }

    /// <summary>Which generator: <c>teacher</c>, <c>few-step</c> or <c>flow</c>.</summary>
    public required string Sampler { get; init; }

    /// <summary>Sampler steps; 0 for a flow, which has none.</summary>
    public required int Steps { get; init; }

    public required DemoDevice Device { get; init; }

    public required int Frames { get; init; }

    public required double Fps { get; init; }

    public required int Size { get; init; }

    public required string Out { get; init; }

    [JsonPropertyName("sheet")]
    public required string FrameGrid { get; init; }

    public required long OutBytes { get; init; }

    /// <summary>Mean absolute difference between frames one apart, in 0…255.</summary>
    public required double NeighbourDifference { get; init; }

    /// <summary>Mean absolute difference between frames as far apart as the loop allows, in 0…255.</summary>
    public required double DistantDifference { get; init; }

    /// <summary>Which pass the times below come from: <c>live</c>, or <c>exact</c> where the live pass was left out.</summary>
    public required string Measured { get; init; }

    public required double PresentedFps { get; init; }

    public required long Dropped { get; init; }

    public required Quantiles GenerateMs { get; init; }

    public required Quantiles DecodeMs { get; init; }

    public required Quantiles UploadMs { get; init; }

    public required Quantiles PresentMs { get; init; }

    public required Quantiles LatencyMs { get; init; }
}

/// <summary>What computed and what drew.</summary>
/// <param name="Engine">Engine and device, such as <c>cpu, 2 threads, 256-bit vectors</c>.</param>
/// <param name="Gl">The OpenGL renderer.</param>
internal sealed record DemoDevice(string Engine, string Gl);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class DemoJsonContext : JsonSerializerContext;
