using System.Text.Json.Serialization;

namespace FaeRealtime.Training.Recipes;

/// <summary>Generated JSON code for recipes, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingRecipe))]
internal sealed partial class RecipeJsonContext : JsonSerializerContext;
