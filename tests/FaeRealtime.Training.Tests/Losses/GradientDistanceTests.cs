using FaeRealtime.Training.Losses;
using FaeRealtime.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Training.Tests.Losses;

public sealed class GradientDistanceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Mean_AnotherBrightness_IsNothing() => Assert.Equal(0, GradientDistance.Mean(full([2, 3, 8, 8], 0.3f)).ToDouble());

    /// <summary>A step of 1 in the middle column of 4 x 4 pixels: a third of the steps along x, none along y; at half size the one step there is.</summary>
    [Fact]
    public void Mean_OneStep_IsTheMeanByHand()
    {
        var image = zeros([1, 3, 4, 4]);
        image.narrow(3, 2, 2).fill_(1);

        // 2 x 2 pixels are the last size.
        Assert.Equal(((1.0 / 3 / 2) + (1.0 / 2)) / 2, GradientDistance.Mean(image).ToDouble(), 1e-6);
    }

    [Fact]
    public void Mean_OddSides_TakesTheSizesThatThereAre() => Assert.InRange(GradientDistance.Mean(rand([1, 3, 7, 5])).ToDouble(), 0.1, 1);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void PixelLoss_OfAWeight_AddsTheTermAndItsGradient(double weight)
    {
        var recipe = SmallRecipe.Of(1).Ib with { GradientWeight = weight, SquaredWeight = 0, AbsoluteWeight = 0 };
        var (decoded, images) = (rand([2, 3, 16, 16]).requires_grad_(), rand([2, 3, 16, 16]));

        var losses = new PixelLoss(recipe, null).Of(decoded, images);
        losses.Total.backward();

        Assert.Equal(weight * GradientDistance.Mean(decoded - images).ToDouble(), losses.Total.ToDouble(), 1e-6);
        Assert.Equal(weight > 0, losses.Named.Any(part => part.Name == "steps"));
        Assert.Equal(weight > 0, decoded.grad!.abs().max().ToDouble() > 0);
    }

    [Fact]
    public void Validate_WeightBelowZero_IsNamed()
    {
        var recipe = SmallRecipe.Of(1);

        Assert.Contains(RecipeValidation.Problems(recipe with { Ii = recipe.Ii with { GradientWeight = -1 } }), problem => problem.Contains("ii.gradientWeight", StringComparison.Ordinal));
    }
}
