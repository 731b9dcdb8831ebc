using System.Text.Json.Serialization;
using FaeRealtime.Training.Ablations;
using FaeRealtime.Training.Data;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training;

/// <summary>Generated JSON code for this room's records, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingRecipe))]
[JsonSerializable(typeof(DatasetManifest))]
[JsonSerializable(typeof(RunSources))]
[JsonSerializable(typeof(AblationBudget))]
[JsonSerializable(typeof(AblationNumbers))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class TrainingJsonContext : JsonSerializerContext;
