using FaeRealtime.Training.Optimisation;
using FaeRealtime.Training.Recipes;

namespace FaeRealtime.Training.Tests.Optimisation;

public sealed class BatchOrderTests
{
    [Fact]
    public void Views_OverTwoEpochs_ShowEachViewTwice()
    {
        var order = new BatchOrder(1, StageKind.Ia, views: 9, batch: 6);

        var seen = Enumerable.Range(0, 3).SelectMany(step => order.Views(step)).ToArray();

        Assert.Equal(Enumerable.Range(0, 9).Select(view => (long)view), seen[..9].Order());
        Assert.Equal(Enumerable.Range(0, 9).Select(view => (long)view), seen[9..].Order());
        Assert.NotEqual(seen[..9], seen[9..]);
    }

    [Fact]
    public void Views_OfAStep_DoNotDependOnTheStepsBefore()
    {
        var first = new BatchOrder(1, StageKind.Ia, 9, 4);
        for (var step = 0; step < 20; step++)
        {
            first.Views(step);
        }

        Assert.Equal(first.Views(7), new BatchOrder(1, StageKind.Ia, 9, 4).Views(7));
        Assert.NotEqual(first.Views(7), new BatchOrder(2, StageKind.Ia, 9, 4).Views(7));
        Assert.NotEqual(first.Views(7), new BatchOrder(1, StageKind.Ib, 9, 4).Views(7));
    }
}
