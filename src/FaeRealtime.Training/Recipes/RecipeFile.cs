using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Recipes;

/// <summary>Reads and writes recipes.</summary>
public static class RecipeFile
{
    /// <summary>Reads a recipe and checks it.</summary>
    /// <param name="path">A strict JSON file.</param>
    /// <exception cref="ConfigException">The file is absent, has an unknown member, or values that do not fit; all of them are listed.</exception>
    public static TrainingRecipe Read(string path)
    {
        var recipe = StrictJson.Read(path, RecipeJsonContext.Default.TrainingRecipe);
        var problems = RecipeValidation.Problems(recipe);
        return problems.Count == 0
            ? recipe
            : throw new ConfigException($"Recipe {path}: {string.Join("; ", problems)}.");
    }

    internal static void Write(string path, TrainingRecipe recipe) => StrictJson.Write(path, recipe, RecipeJsonContext.Default.TrainingRecipe);
}

/// <summary>Generated JSON code for recipes, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingRecipe))]
internal sealed partial class RecipeJsonContext : JsonSerializerContext;
