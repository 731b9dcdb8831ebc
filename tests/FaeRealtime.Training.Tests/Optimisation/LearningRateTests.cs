using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests.Optimisation;

public sealed class LearningRateTests
{
    private static readonly OptimisationRecipe Recipe = new() { Steps = 110, Batch = 1, LearningRate = 0.8, Warmup = 10, FinalShare = 0.25 };

    [Theory]
    [InlineData(0, 0.08)]
    [InlineData(4, 0.40)]
    [InlineData(9, 0.80)]
    [InlineData(10, 0.80)]
    [InlineData(60, 0.50)] // Half way: 0.8·(0.25 + 0.75·½).
    [InlineData(35, 0.80 * (0.25 + (0.75 * 0.5 * (1 + 0.70710678118654752))))]
    [InlineData(110, 0.20)]
    [InlineData(5000, 0.20)]
    public void At_Step_IsLinearThenCosine(int step, double expected) => Assert.Equal(expected, LearningRate.At(Recipe, step), 12);

    [Fact]
    public void At_NoWarmup_StartsAtThePeak() => Assert.Equal(0.8, LearningRate.At(Recipe with { Warmup = 0 }, 0), 12);

    [Fact]
    public void At_WarmupOfAllSteps_StaysFinite() => Assert.Equal(0.8, LearningRate.At(Recipe with { Warmup = 110 }, 110), 12);
}
