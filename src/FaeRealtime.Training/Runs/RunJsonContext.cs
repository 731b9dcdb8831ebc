using System.Text.Json.Serialization;

namespace FaeRealtime.Training.Runs;

/// <summary>Generated JSON code for what a run writes about itself, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RunSources))]
internal sealed partial class RunJsonContext : JsonSerializerContext;
