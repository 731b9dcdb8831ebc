using System.Text.Json.Serialization;

namespace FaeRealtime.Core.Config;

/// <summary>Generated JSON code for Core's records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ModelConfig))]
[JsonSerializable(typeof(string[]))]
public sealed partial class FaeJsonContext : JsonSerializerContext;
