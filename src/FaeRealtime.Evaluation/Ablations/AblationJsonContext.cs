using System.Text.Json.Serialization;

namespace FaeRealtime.Evaluation.Ablations;

/// <summary>Generated JSON code for an ablation's files, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(AblationBudget))]
[JsonSerializable(typeof(AblationNumbers))]
internal sealed partial class AblationJsonContext : JsonSerializerContext;
