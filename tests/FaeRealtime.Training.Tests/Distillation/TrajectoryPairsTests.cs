using FaeRealtime.Core.Noise;
using FaeRealtime.Training.Distillation;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests.Distillation;

public sealed class TrajectoryPairsTests
{
    [Fact]
    public void Draw_AnyTwo_EveryPairAsOften()
    {
        var counts = Counts(new TrajectoryRecipe { Kept = 4, PlanShare = 0 });

        Assert.Equal(10, counts.Count);
        Assert.All(counts, pair => Assert.InRange(pair.Value, 0.09, 0.11));
    }

    [Fact]
    public void Draw_PlansOnly_TheirStepsEachPlanAsOften()
    {
        var counts = Counts(new TrajectoryRecipe { Kept = 4, PlanShare = 1, Plans = [1, 2, 2] });

        Assert.Equal([(0, 2), (0, 4), (2, 4)], counts.Keys.Order());
        Assert.All(counts, pair => Assert.InRange(pair.Value, 0.32, 0.35));
    }

    private static Dictionary<(int, int), double> Counts(TrajectoryRecipe recipe)
    {
        const int Draws = 20_000;
        var (pairs, uniforms) = (new TrajectoryPairs(recipe), new double[Draws * TrajectoryPairs.Uniforms]);
        PhiloxNoise.FillUniform(1, 0, 0, uniforms);
        return Enumerable.Range(0, Draws)
            .Select(i => pairs.Draw(uniforms.AsSpan(i * TrajectoryPairs.Uniforms, TrajectoryPairs.Uniforms)))
            .GroupBy(pair => pair)
            .ToDictionary(group => group.Key, group => group.Count() / (double)Draws);
    }
}
