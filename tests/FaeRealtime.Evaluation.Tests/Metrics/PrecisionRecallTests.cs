using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Metrics;
using TorchSharp;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class PrecisionRecallTests
{
    [Fact]
    public void Of_PointsOnALine_CountsBalls()
    {
        // Real balls: [−1, 1], [0, 2], [1, 3], [2, 6]. Sample balls: [−0.5, 5.5], [2.5, 10.5], [−3.5, 2.5], [6.5, 193.5].
        using var real = Line(0, 1, 2, 4);
        using var samples = Line(2.5f, 6.5f, -0.5f, 100);

        var (precision, recall) = PrecisionRecall.Of(real, samples, neighbours: 1);

        Assert.Equal(2 / 4.0, precision); // 6.5 and 100 are outside.
        Assert.Equal(1, recall);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    public void Of_SmallBlocks_EqualsOneBlock(long blockElements)
    {
        using var real = RandomFeatures.Normal(120, 6, 7);
        using var samples = RandomFeatures.Normal(90, 6, 8) * 0.8f;

        Assert.Equal(PrecisionRecall.Of(real, samples), PrecisionRecall.Of(real, samples, blockElements: blockElements));
        Assert.Equal(KernelDistance.Between(real, samples), KernelDistance.Between(real, samples, blockElements), 12);
    }

    [Fact]
    public void Of_EqualSets_AreBothOne()
    {
        using var real = RandomFeatures.Normal(40, 6, 9);

        Assert.Equal(new PrecisionRecall(1, 1), PrecisionRecall.Of(real, real));
    }

    [Fact]
    public void Of_FewerThanNeighbours_IsRefused()
    {
        using var real = RandomFeatures.Normal(3, 6, 9);

        Assert.Throws<ShapeException>(() => PrecisionRecall.Of(real, real));
    }

    [Fact]
    public void Of_Cancelled_Stops()
    {
        using var real = RandomFeatures.Normal(10, 6, 9);

        Assert.Throws<OperationCanceledException>(() => PrecisionRecall.Of(real, real, cancellationToken: new CancellationToken(canceled: true)));
    }

    private static torch.Tensor Line(params float[] places) => torch.tensor(places, [places.Length, 1]);
}
