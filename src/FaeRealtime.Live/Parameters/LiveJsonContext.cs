using System.Text.Json.Serialization;
using FaeRealtime.Live.Sets;

namespace FaeRealtime.Live.Parameters;

/// <summary>Generated JSON code for the session's records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SessionParameters))]
[JsonSerializable(typeof(LiveSet))]
[JsonSerializable(typeof(IReadOnlyList<SetEvent>))]
public sealed partial class LiveJsonContext : JsonSerializerContext;
