using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;

namespace FaeRealtime.Live.Recording;

/// <summary>A session recording: how a session started and every change that was made, so that it can be played again frame by frame.</summary>
/// <remarks>Two exact replays with one engine, device and instruction set give the same bytes. What was seen live differs in as far as its frames lay at other times.</remarks>
public sealed record SessionRecording
{
    /// <summary>The form that this program writes.</summary>
    public const int CurrentVersion = 1;

    // Far beyond any show, and small enough to count frames in.
    private const double FurthestStart = 1e9;

    /// <summary>The form of the file.</summary>
    public required int Version { get; init; }

    /// <summary>The name of the session's own model.</summary>
    public required string Model { get; init; }

    /// <summary>The name of its folder; null in recordings that do not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Folder { get; init; }

    /// <summary>Its hash.</summary>
    public required string ModelHash { get; init; }

    /// <summary>Which of its generators made the latents.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<GeneratorVariant>))]
    public required GeneratorVariant Generator { get; init; }

    /// <summary>How long it lasted, in seconds of the session.</summary>
    public required double Seconds { get; init; }

    /// <summary>Where the session stood when it began.</summary>
    public SessionStart Start { get; init; } = new();

    /// <summary>What was set when it began.</summary>
    public required SessionParameters Parameters { get; init; }

    /// <summary>What was changed, in order.</summary>
    public IReadOnlyList<SessionEvent> Events { get; init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigException">The file is no sound recording.</exception>
    public static SessionRecording Load(string path)
    {
        var recording = StrictJson.Read<SessionRecording>(path);
        return recording.Problems() is { Count: > 0 } problems ? throw StrictJson.Problems(path, problems) : recording;
    }

    /// <summary>Writes a file whole or not at all. A new one is its user's alone.</summary>
    /// <exception cref="ConfigException">It cannot be written.</exception>
    public void Save(string path) => PrivateFolder.Write(path, Encoding.UTF8.GetBytes(StrictJson.ToText(this, RecordingJsonContext.Default.SessionRecording)));

    /// <summary>Every change as the whole parameters from then on.</summary>
    /// <returns>Seconds since the recording began, in order, and what is set from then on.</returns>
    /// <exception cref="ConfigException">A change names something else than parameters.</exception>
    public IEnumerable<(double Seconds, SessionParameters Parameters)> Changes()
    {
        var parameters = Parameters;
        for (var i = 0; i < Events.Count; i++)
        {
            parameters = ParameterJson.Merge(parameters, Events[i].Change, $"events[{i}]");
            yield return (Events[i].At, parameters);
        }
    }

    private List<string> Problems()
    {
        List<string> problems = [];
        if (Version != CurrentVersion)
        {
            problems.Add($"version is {Version}; this program reads {CurrentVersion}.");
        }

        if (!(Seconds is >= 0 and < 1e7))
        {
            problems.Add("seconds is not a length, 0 to 1e7.");
        }

        if (!(Start.Seconds is >= 0 and <= FurthestStart && Start.Beats is >= 0 and <= FurthestStart && Start.Position is >= 0 and <= FurthestStart))
        {
            problems.Add(FormattableString.Invariant($"start is {Start.Seconds} seconds, {Start.Beats} beats, position {Start.Position}; none of them lies below 0 or beyond {FurthestStart}."));
        }

        for (var i = 0; i < Events.Count; i++)
        {
            if (!(Events[i].At >= (i == 0 ? 0 : Events[i - 1].At)))
            {
                problems.Add($"events[{i}].at is before the event before it, or no number.");
            }
        }

        return problems;
    }
}

/// <summary>A change of parameters in a session recording.</summary>
public sealed record SessionEvent
{
    /// <summary>When, in seconds since the recording began.</summary>
    public required double At { get; init; }

    /// <summary>The part of the tree that was changed.</summary>
    public required JsonObject Change { get; init; }
}

/// <summary>Generated JSON code for session recordings.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SessionRecording))]
[JsonSerializable(typeof(IReadOnlyList<SessionEvent>))]
internal sealed partial class RecordingJsonContext : JsonSerializerContext;
