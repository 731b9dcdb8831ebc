using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>The result of <c>fae images</c>, as <c>--json</c> prints it.</summary>
internal sealed record ImagesReport
{
    public required string Model { get; init; }

    /// <summary>What computed, such as <c>cpu, 2 threads, 256-bit vectors</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Which generator: <c>teacher</c>, <c>few-step</c> or <c>flow</c>.</summary>
    public required string Sampler { get; init; }

    public required int Steps { get; init; }

    public required double CfgScale { get; init; }

    public required double Shift { get; init; }

    [JsonPropertyName("pictures")]
    public required IReadOnlyList<ImageReport> Images { get; init; }

    /// <summary>Time of each part, in milliseconds.</summary>
    public required ImagesTimes Ms { get; init; }

    /// <summary>The most memory the process has held, in bytes.</summary>
    public required long PeakMemoryBytes { get; init; }
}

/// <summary>One picture.</summary>
/// <param name="Seed">Its noise.</param>
/// <param name="Class">Its class in words.</param>
/// <param name="File">Where it lies.</param>
internal sealed record ImageReport(ulong Seed, string Class, string File);

/// <summary>Milliseconds of each part; all but loading are means of one picture.</summary>
/// <param name="Load">Reading all networks, in sum.</param>
/// <param name="GenerateStep">One step of the sampler.</param>
/// <param name="Decode">The decoders and packing into bytes.</param>
/// <param name="Write">Encoding and writing the file.</param>
/// <param name="Total">The whole run, in sum.</param>
internal sealed record ImagesTimes(double Load, double GenerateStep, double Decode, double Write, double Total);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ImagesReport))]
internal sealed partial class ImagesJsonContext : JsonSerializerContext;
