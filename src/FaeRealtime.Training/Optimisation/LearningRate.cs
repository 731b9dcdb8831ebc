using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Optimisation;

/// <summary>Linear warm-up, then constant or a cosine to the final share.</summary>
internal static class LearningRate
{
    /// <summary>The rate of one step.</summary>
    /// <param name="recipe">Peak, warm-up, steps, final share.</param>
    /// <param name="step">Zero-based.</param>
    public static double At(OptimisationRecipe recipe, int step)
    {
        if (step < recipe.Warmup)
        {
            return recipe.LearningRate * (step + 1) / recipe.Warmup;
        }

        if (recipe.Schedule == LearningRateSchedule.Constant)
        {
            return recipe.LearningRate;
        }

        var progress = (double)(step - recipe.Warmup) / Math.Max(1, recipe.Steps - recipe.Warmup);
        var share = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress)));
        return recipe.LearningRate * (recipe.FinalShare + ((1 - recipe.FinalShare) * share));
    }
}
