using System.Text.Json.Serialization;

namespace FaeRealtime.Data.Sources;

/// <summary>Generated JSON code for prepared data folders, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DatasetManifest))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class DatasetJsonContext : JsonSerializerContext;
