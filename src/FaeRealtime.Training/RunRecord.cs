using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training;

/// <summary>What a run writes about itself, <c>recipe.json</c> and <c>sources.json</c>: as it was run, so a stage that is not trained now keeps the section that it was trained with.</summary>
internal static class RunRecord
{
    /// <summary>Writes both, each only where it differs from what is there.</summary>
    public static void Write(RunFolder folder, RunPlan plan)
    {
        var stored = ReadStored(folder.RecipePath);
        var recipe = Merge(folder, plan, stored);
        if (stored is null || Text(recipe) != Text(stored))
        {
            RecipeFile.Write(folder.RecipePath, recipe);
        }

        var (options, known) = (plan.Options, RunSources.Read(folder.SourcesPath));
        var sources = known.With(plan.Data).With(null, options.EncoderPath, options.PerceptualPath).WithJudges(options.PerceptualHeadsPath, options.DiscriminatorPath);
        if (sources != known || !File.Exists(folder.SourcesPath))
        {
            sources.Write(folder.SourcesPath);
        }
    }

    private static TrainingRecipe Merge(RunFolder folder, RunPlan plan, TrainingRecipe? stored)
    {
        if (stored is null || plan.Stages.Count == 0)
        {
            return stored ?? plan.Recipe;
        }

        var recipe = plan.Recipe;
        return recipe with
        {
            Ia = Kept(StageKind.Ia) ? stored.Ia : recipe.Ia,
            Ib = Kept(StageKind.Ib) ? stored.Ib : recipe.Ib,
            Ii = Kept(StageKind.II) ? stored.Ii : recipe.Ii,
            Iii = Kept(StageKind.III) ? stored.Iii : recipe.Iii,
            Iv = Kept(StageKind.IV) ? stored.Iv : recipe.Iv,
        };

        bool Kept(StageKind stage) => !plan.Stages.Contains(stage) && folder.States(stage).Saved.Count > 0;
    }

    private static TrainingRecipe? ReadStored(string path)
    {
        try
        {
            return File.Exists(path) ? RecipeFile.Read(path) : null;
        }
        catch (ConfigException)
        {
            // Of another version, or spoiled: this run's takes its place.
            return null;
        }
    }

    private static string Text(TrainingRecipe recipe) => StrictJson.ToText(recipe, RecipeJsonContext.Default.TrainingRecipe);
}
