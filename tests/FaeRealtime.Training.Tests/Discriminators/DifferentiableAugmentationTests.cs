using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Training.Discriminators;
using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Discriminators;

public sealed class DifferentiableAugmentationTests : IDisposable
{
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.0, -2)]
    [InlineData(0.5, 0)]
    [InlineData(0.999, 2)]
    public void Shift_BySixteenths_MovesWholePixelsAndBringsZeros(double draw, int moved)
    {
        const int Side = 16;
        var x = (torch.arange(Side * Side, dtype: torch.ScalarType.Float32) + 1).reshape(1, 1, Side, Side);

        var down = Values(DifferentiableAugmentation.Shift(x, Draw(draw), Draw(0.5)));
        var right = Values(DifferentiableAugmentation.Shift(x, Draw(0.5), Draw(draw)));

        for (var i = 0; i < Side * Side; i++)
        {
            var (row, column) = (i / Side, i % Side);
            Assert.Equal(row + moved is >= 0 and < Side ? i + 1 + (moved * Side) : 0, down[i]);
            Assert.Equal(column + moved is >= 0 and < Side ? i + 1 + moved : 0, right[i]);
        }
    }

    [Fact]
    public void Colours_KnownDraws_AreTheFormulas()
    {
        var x = torch.tensor([0.2f, -0.4f, 0.6f, 0.0f, 0.8f, -0.6f], [1, 3, 1, 2]);

        Assert.Equal([0.3f, -0.3f, 0.7f, 0.1f, 0.9f, -0.5f], Rounded(DifferentiableAugmentation.Brighten(x, Draw(0.6))));

        // Greys of the two pixels: 8/15 and −1/3.
        Assert.Equal([0.5333f, -0.3333f, 0.5333f, -0.3333f, 0.5333f, -0.3333f], Rounded(DifferentiableAugmentation.Saturate(x, Draw(0)), 4));

        // The picture's mean is 0.1.
        Assert.Equal([0.25f, -0.65f, 0.85f, -0.05f, 1.15f, -0.95f], Rounded(DifferentiableAugmentation.Contrast(x, Draw(1.0)), 4));
    }

    [Fact]
    public void Apply_ABatchInParts_IsTheWhole()
    {
        var images = torch.rand([3, 3, 8, 8], generator: new torch.Generator(5));
        var random = new StepRandom(1, StageKind.Ib, 4);

        var whole = Values(DifferentiableAugmentation.Apply(images, random, RandomPurpose.AugmentReal));
        var parts = Values(torch.cat(
            [
                DifferentiableAugmentation.Apply(images.narrow(0, 0, 2), random, RandomPurpose.AugmentReal),
                DifferentiableAugmentation.Apply(images.narrow(0, 2, 1), random with { FirstRow = 2 }, RandomPurpose.AugmentReal),
            ],
            0));

        Assert.Equal(whole, parts);
        Assert.NotEqual(whole, Values(DifferentiableAugmentation.Apply(images, random, RandomPurpose.AugmentFake)));
    }

    [Fact]
    public void Apply_Backward_ReachesThePictures()
    {
        var images = torch.full([2, 3, 8, 8], 0.4f).requires_grad_();

        DifferentiableAugmentation.Apply(images, new StepRandom(1, StageKind.Ib, 4), RandomPurpose.AugmentDecoded).square().sum().backward();

        Assert.True(images.grad!.abs().sum().ToDouble() > 0);
    }

    private static torch.Tensor Draw(double value) => torch.full([1, 1, 1, 1], (float)value);

    private static float[] Values(torch.Tensor tensor) => TensorExport.Values(tensor);

    private static float[] Rounded(torch.Tensor tensor, int digits = 5) => Array.ConvertAll(Values(tensor), value => MathF.Round(value, digits));
}
