using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class SsimTests
{
    [Fact]
    public void Each_EqualPictures_IsOne()
    {
        using var images = torch.rand(2, 3, 20, 24);

        Assert.All(Ssim.Each(images, images), value => Assert.Equal(1, value, 9));
    }

    [Theory]
    [InlineData(0.2, 0.6)]
    [InlineData(0.5, 0.5)]
    public void Each_FlatPictures_IsTheTermOfTheMeans(double first, double second)
    {
        using var scope = torch.NewDisposeScope();
        var expected = ((2 * first * second) + 1e-4) / ((first * first) + (second * second) + 1e-4);

        var value = Assert.Single(Ssim.Each(torch.full([1, 3, 16, 16], first), torch.full([1, 3, 16, 16], second)));

        Assert.Equal(expected, value, 1e-5);
    }

    [Fact]
    public void Each_InvertedPicture_IsBelowZero()
    {
        using var scope = torch.NewDisposeScope();
        var images = (torch.arange(32).to(torch.ScalarType.Float32) % 2).expand(1, 3, 32, 32);

        Assert.InRange(Assert.Single(Ssim.Each(1 - images, images)), -1, -0.9);
    }

    [Fact]
    public void Each_PictureSmallerThanTheWindow_HasAValue()
    {
        using var images = torch.rand(1, 3, 8, 8);

        Assert.Equal(1, Assert.Single(Ssim.Each(images, images)), 9);
    }
}
