using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Distillation;

/// <summary>Draws two states of a trajectory: a whole step of one of the plans that the student will follow, or any two.</summary>
/// <param name="recipe">States, plans and their share.</param>
internal sealed class TrajectoryPairs(TrajectoryRecipe recipe)
{
    /// <summary>Uniform numbers that a pair needs.</summary>
    public const int Uniforms = 3;

    /// <summary>Draws one pair.</summary>
    /// <param name="uniforms">Three numbers in [0, 1).</param>
    /// <returns>Two states, the earlier one nearer to noise; 0 is the noise.</returns>
    public (int From, int To) Draw(ReadOnlySpan<double> uniforms)
    {
        var (which, first, second) = (uniforms[0], uniforms[1], uniforms[2]);
        if (which < recipe.PlanShare)
        {
            var steps = recipe.Plans[(int)(first * recipe.Plans.Count)];
            var (step, length) = ((int)(second * steps), recipe.Kept / steps);
            return (step * length, (step + 1) * length);
        }

        // Of the ordered pairs of different states each is as likely as its mirror.
        var a = (int)(first * (recipe.Kept + 1));
        var b = (int)(second * recipe.Kept);
        b += b >= a ? 1 : 0;
        return (Math.Min(a, b), Math.Max(a, b));
    }
}
