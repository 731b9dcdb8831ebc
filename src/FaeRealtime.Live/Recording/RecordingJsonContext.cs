using System.Text.Json.Serialization;

namespace FaeRealtime.Live.Recording;

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
