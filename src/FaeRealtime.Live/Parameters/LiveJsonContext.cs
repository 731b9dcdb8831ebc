using System.Text.Json.Serialization;

namespace FaeRealtime.Live.Parameters;

/// <summary>Generated JSON code for the session's parameters.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SessionParameters))]
public sealed partial class LiveJsonContext : JsonSerializerContext;
