using System.Text.Json.Serialization;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>What <c>fae bench --json</c> prints.</summary>
internal sealed record BenchReport
{
    public required string Model { get; init; }

    public required string ModelHash { get; init; }

    /// <summary>Which generator: <c>teacher</c>, <c>few-step</c> or <c>flow</c>.</summary>
    public required string Sampler { get; init; }

    /// <summary>Engine and device, such as <c>torch cpu, 2 threads</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The OpenGL renderer; <c>none</c> where frames were only taken.</summary>
    public required string Gl { get; init; }

    /// <summary>Side of the presented picture in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>Threads that computed something else all the time.</summary>
    public required int Busy { get; init; }

    /// <summary>From the start of the process to the open engine.</summary>
    public required double EngineOpenMs { get; init; }

    /// <summary>From the start of the process to the first presented frame.</summary>
    public required double FirstFrameMs { get; init; }

    /// <summary>The most memory that the process has held.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>The engine's rate in one large matrix product, in 10⁹ operations a second: what the shares below are of.</summary>
    public required double PeakGflops { get; init; }

    /// <summary>How frames reached the texture: <c>device</c> without a pixel in host memory, or <c>host</c>.</summary>
    public required string Sharing { get; init; }

    /// <summary>What is shared, or why nothing is.</summary>
    public required string SharingReason { get; init; }

    /// <summary>What <c>--check</c> found; null without it.</summary>
    public required BenchCheck? Check { get; init; }

    /// <summary>The OpenGL engine's kernels; null without <c>--kernels</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KernelRow>? Kernels { get; init; }

    /// <summary>What changing prompts costs; null without <c>--prompt</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PromptCost? Prompts { get; init; }

    public required IReadOnlyList<BenchRow> Cases { get; init; }
}

/// <summary>What <c>fae bench --check</c> found.</summary>
internal sealed record BenchCheck
{
    /// <summary>How frames reached the texture: <c>device</c> or <c>host</c>.</summary>
    public required string Sharing { get; init; }

    /// <summary>Pictures made both that way and through host memory.</summary>
    [JsonPropertyName("pictures")]
    public required int Images { get; init; }

    /// <summary>Largest difference of a byte between the two.</summary>
    public required int LargestDifference { get; init; }

    /// <summary>Pictures that show the number of their frame and were read back from the screen.</summary>
    public required int Numbered { get; init; }

    /// <summary>How many of them showed another number, or more than one.</summary>
    public required int Misnumbered { get; init; }
}

/// <summary>The live rate while a video is recorded, beside that without, in turns.</summary>
/// <param name="Turns">Pairs of turns.</param>
/// <param name="FpsRatio">Median over the pairs of the presented rate while recording, as a share of that without.</param>
/// <param name="LowestRatio">The lowest of them.</param>
/// <param name="HighestRatio">The highest.</param>
/// <param name="VideoFrames">Frames of the last turn's video.</param>
/// <param name="VideoDropped">Frames that its writer could not take.</param>
internal sealed record RecordingCost(
    int Turns,
    double FpsRatio,
    double LowestRatio,
    double HighestRatio,
    [property: JsonPropertyName("filmFrames")] long VideoFrames,
    [property: JsonPropertyName("filmDropped")] long VideoDropped);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJsonContext : JsonSerializerContext;
