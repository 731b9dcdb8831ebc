using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Remote.Http;

/// <summary>Generated JSON code for the page's records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ErrorReply))]
[JsonSerializable(typeof(DoneReply))]
[JsonSerializable(typeof(StatusMessage))]
[JsonSerializable(typeof(SessionStatus))]
[JsonSerializable(typeof(HealthReply))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(FrameMessage))]
[JsonSerializable(typeof(ClockMessage))]
[JsonSerializable(typeof(SessionSummary))]
[JsonSerializable(typeof(RecordingStatus))]
[JsonSerializable(typeof(CaptureReply))]
[JsonSerializable(typeof(IReadOnlyList<OscTarget>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<RouteSummary>))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class PageJsonContext : JsonSerializerContext;
