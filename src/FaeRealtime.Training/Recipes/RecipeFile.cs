using System.Text.Json.Serialization;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources;
using FaeRealtime.Models.Sizes;

namespace FaeRealtime.Training.Recipes;

/// <summary>Reads and writes recipes.</summary>
public static class RecipeFile
{
    // The trained encoder of features is one layer in the paper; one larger than the whole ViT before it is mostly a default that was made for another ViT.
    private const double LargestShareOfEncoder = 1;

    /// <summary>Reads a recipe and checks it.</summary>
    /// <param name="path">A strict JSON file.</param>
    /// <param name="overrides">Changes to what the file says, before it is checked as a whole.</param>
    /// <exception cref="ConfigException">The file is absent, has an unknown member, or values that do not fit; all of them are listed.</exception>
    public static TrainingRecipe Read(string path, RecipeOverrides overrides = default)
    {
        var recipe = overrides.Apply(StrictJson.Read<TrainingRecipe>(path));
        Require(recipe, path);
        return recipe;
    }

    /// <summary>A recipe for an architecture and a data set, with every member that a recipe has.</summary>
    /// <param name="model">The model; its generator gets the data's classes, its encoder takes any file that fits.</param>
    /// <param name="basePath">The recipe whose stages it takes over.</param>
    /// <param name="dataPath">The data set.</param>
    /// <param name="allowLoss">Whether a data set may lose more than 1 % of its pictures, labels or all captions.</param>
    /// <exception cref="ConfigException">The data set cannot be used, or the stages do not fit the model.</exception>
    public static RecipeDraft Draft(ModelConfig model, string basePath, string dataPath, bool allowLoss = false)
    {
        var data = DataSources.Open(dataPath, allowLoss);
        var stages = Read(basePath);
        var recipe = stages with
        {
            Model = model with { Name = Name(dataPath), Encoder = model.Encoder with { Sha256 = null }, Generator = model.Generator with { Classes = data.Classes.Count } },
            Ia = stages.Ia with { BlockWeights = stages.Ia.BlockWeights.Count == Math.Max(1, model.Encoder.FeatureBlocks.Count) ? stages.Ia.BlockWeights : [] },
            Iv = model.FewStep is null ? null : stages.Iv,
        };
        Require(recipe, $"for {dataPath}");
        return new RecipeDraft(StrictJson.ToText(recipe, RecipeJsonContext.Default.TrainingRecipe), data.Classes, data.Account, Warnings(recipe));
    }

    /// <summary>What is allowed in a recipe and hardly meant.</summary>
    internal static IReadOnlyList<string> Warnings(TrainingRecipe recipe)
    {
        var parts = NetworkSize.Of(recipe.Model);
        var (frozen, trained) = (parts[0].Total, parts[1].Total);
        var (autoencoder, width) = (recipe.Model.Autoencoder, recipe.Model.Encoder.FeatureWidth);
        var remedy = autoencoder.Kind switch
        {
            AutoencoderKind.SingleAttention => FormattableString.Invariant(
                $"Its hidden width is model.autoencoder.heads × headWidth = {autoencoder.Heads} × {autoencoder.HeadWidth} = {autoencoder.Heads * autoencoder.HeadWidth} over features of {width}; the paper has four times the features' width, here {4 * width}"),
            AutoencoderKind.Transformer => FormattableString.Invariant($"Lower model.autoencoder.depth ({autoencoder.Depth}) or mlpRatio"),
            _ => "Choose fewer model.encoder.featureBlocks",
        };
        return trained > LargestShareOfEncoder * frozen
            ? [FormattableString.Invariant($"The {parts[1].Name} has {trained:N0} parameters, the {parts[0].Name} before it {frozen:N0}: it will take most of a step's time and memory in stage ia. {remedy}.")]
            : [];
    }

    private static void Require(TrainingRecipe recipe, string source)
    {
        var problems = RecipeValidation.Problems(recipe);
        if (problems.Count > 0)
        {
            throw new ConfigException($"Recipe {source}: {string.Join("; ", problems.Select(problem => problem.TrimEnd('.')))}.");
        }
    }

    /// <summary>The name of a model that is trained on a data set: its folder's.</summary>
    /// <param name="dataPath">The data set.</param>
    public static string Name(string dataPath) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataPath))) is { Length: > 0 } name ? name : "model";

    internal static void Write(string path, TrainingRecipe recipe) => StrictJson.Write(path, recipe, RecipeJsonContext.Default.TrainingRecipe);
}

/// <summary>A new recipe.</summary>
/// <param name="Text">The file: strict JSON, every member given.</param>
/// <param name="Classes">Names of the data's classes, by label; the recipe holds their number, a run's <c>classes.json</c> the names.</param>
/// <param name="Account">What became of everything in the data set.</param>
/// <param name="Warnings">What is allowed and hardly meant.</param>
public sealed record RecipeDraft(string Text, IReadOnlyList<string> Classes, DatasetAccount Account, IReadOnlyList<string> Warnings);

/// <summary>Generated JSON code for recipes, as strict as Core's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainingRecipe))]
internal sealed partial class RecipeJsonContext : JsonSerializerContext;
