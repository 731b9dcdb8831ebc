using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Recipes;

/// <summary>What a command line may change in a recipe.</summary>
/// <param name="Steps">Replaces every stage's steps; warm-up is shortened to a tenth of them where it is longer, and a distribution phase begins at half of them at the latest.</param>
/// <param name="Seed">Replaces the seed.</param>
/// <param name="Settings">Replaces single members, <c>PATH=VALUE</c> each, after the others.</param>
public readonly record struct RecipeOverrides(int? Steps = null, ulong? Seed = null, IReadOnlyList<string>? Settings = null)
{
    /// <summary>The recipe with the replacements.</summary>
    /// <param name="recipe">A recipe.</param>
    /// <exception cref="ConfigException">A setting names no member, or a value of another type; ranges are not checked here.</exception>
    public TrainingRecipe Apply(TrainingRecipe recipe)
    {
        var seeded = Seed is { } seed ? recipe with { Seed = seed } : recipe;
        var shortened = Steps is not { } steps
            ? seeded
            : seeded with
            {
                Ia = seeded.Ia with { Optimisation = Shorten(seeded.Ia.Optimisation, steps) },
                Ib = seeded.Ib with { Optimisation = Shorten(seeded.Ib.Optimisation, steps) },
                Ii = seeded.Ii with { Optimisation = Shorten(seeded.Ii.Optimisation, steps) },
                Iii = seeded.Iii with { Optimisation = Shorten(seeded.Iii.Optimisation, steps) },
                Iv = seeded.Iv is null ? null : seeded.Iv with { Optimisation = Shorten(seeded.Iv.Optimisation, steps), Distribution = Shorten(seeded.Iv.Distribution, steps) },
            };
        return Settings is { Count: > 0 } ? RecipeSettings.Apply(shortened, Settings) : shortened;
    }

    // A shorter stage still has both phases.
    private static DistributionRecipe? Shorten(DistributionRecipe? distribution, int steps) => distribution is null ? null : distribution with { From = Math.Min(distribution.From, steps / 2) };

    private static OptimisationRecipe Shorten(OptimisationRecipe optimisation, int steps) =>
        optimisation with { Steps = steps, Warmup = Math.Min(optimisation.Warmup, Math.Max(1, steps / 10)) };
}
