namespace FaeRealtime.Training.Recipes;

/// <summary>What a command line may change in a recipe.</summary>
/// <param name="Steps">Replaces every stage's steps; warm-up is shortened to a tenth of them where it is longer.</param>
/// <param name="Seed">Replaces the seed.</param>
public readonly record struct RecipeOverrides(int? Steps = null, ulong? Seed = null)
{
    /// <summary>The recipe with the replacements.</summary>
    /// <param name="recipe">A valid recipe.</param>
    public TrainingRecipe Apply(TrainingRecipe recipe)
    {
        var seeded = Seed is { } seed ? recipe with { Seed = seed } : recipe;
        return Steps is not { } steps
            ? seeded
            : seeded with
            {
                Ia = seeded.Ia with { Optimisation = Shorten(seeded.Ia.Optimisation, steps) },
                Ib = seeded.Ib with { Optimisation = Shorten(seeded.Ib.Optimisation, steps) },
                Ii = seeded.Ii with { Optimisation = Shorten(seeded.Ii.Optimisation, steps) },
                Iii = seeded.Iii with { Optimisation = Shorten(seeded.Iii.Optimisation, steps) },
                Iv = seeded.Iv is null ? null : seeded.Iv with { Optimisation = Shorten(seeded.Iv.Optimisation, steps) },
            };
    }

    private static OptimisationRecipe Shorten(OptimisationRecipe optimisation, int steps) =>
        optimisation with { Steps = steps, Warmup = Math.Min(optimisation.Warmup, Math.Max(1, steps / 10)) };
}
