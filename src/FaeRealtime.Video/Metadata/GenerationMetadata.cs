using System.Text.Json;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;

namespace FaeRealtime.Video.Metadata;

/// <summary>What made a picture or video: the JSON object in its file.</summary>
public sealed record GenerationMetadata
{
    /// <summary>Always this program's name.</summary>
    public string Program { get; init; } = "FaeRealtime";

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = typeof(GenerationMetadata).Assembly.GetName().Version!.ToString(3);

    /// <summary>Which command made it, such as <c>images</c>.</summary>
    [JsonPropertyName("verb")]
    public required string Command { get; init; }

    /// <summary>The model folder's name.</summary>
    public required string Model { get; init; }

    /// <summary>The model folder's hash.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Which of its generators: <c>teacher</c> or <c>fewStep</c>.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<GeneratorVariant>))]
    public required GeneratorVariant Generator { get; init; }

    /// <summary>What computed.</summary>
    public required EngineMetadata Engine { get; init; }

    /// <summary>Seeds, classes, sampler: everything that a session is told. This room does not read them.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>Side of each single picture in pixels, where it was scaled from the model's.</summary>
    public int? Side { get; init; }

    /// <summary>Where several pictures share the file.</summary>
    public GridMetadata? Grid { get; init; }

    /// <summary>Where it is a video, or a frame of one.</summary>
    [JsonPropertyName("film")]
    public VideoPathMetadata? Video { get; init; }

    /// <summary>The recorded session that was played.</summary>
    public JsonElement? Set { get; init; }

    /// <summary>The recorded session by the name and the SHA-256 of its file, where it is too long to stand here.</summary>
    public string? SetFile { get; init; }

    /// <summary>The sound that was heard, by the name and the SHA-256 of its file.</summary>
    public string? Sound { get; init; }

    /// <summary>Where it is a moment of a live session, which depends on all that was before.</summary>
    public MomentMetadata? Moment { get; init; }

    /// <summary>What was morphed, where it was not two seeds of <see cref="Parameters"/>: seeds, and photos by name and SHA-256.</summary>
    public IReadOnlyList<string>? Ends { get; init; }

    /// <summary>As it stands in a file.</summary>
    public string ToText() => JsonSerializer.Serialize(this, MetadataJsonContext.Default.GenerationMetadata);
}

/// <summary>Several pictures in one file.</summary>
/// <param name="Columns">Pictures a row.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Seeds">Their seeds, row by row, as <c>--seeds</c> takes them; places may be left over.</param>
public sealed record GridMetadata(int Columns, int Rows, string Seeds);

/// <summary>How a video's frames follow one another.</summary>
/// <param name="Fps">Frames a second.</param>
/// <param name="Frames">How many were asked for; the video may have ended early.</param>
/// <param name="Side">Side of a frame in pixels.</param>
public sealed record VideoPathMetadata(double Fps, int Frames, int Side);
