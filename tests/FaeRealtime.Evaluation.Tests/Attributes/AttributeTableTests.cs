using FaeRealtime.Evaluation.Attributes;
using FaeRealtime.Evaluation.Metrics;

namespace FaeRealtime.Evaluation.Tests.Attributes;

public sealed class AttributeTableTests
{
    private static readonly AttributeTable Hair = AttributeTable.Of(
        "hair",
        "none",
        [("red", 0), ("black", 0), ("none", 0), ("none", 1), (null, 0)],
        [("red", 0), ("red", 0), ("none", 0), ("none", 1), (null, 0), ("blue", 0)],
        ["person", "robot"],
        new HashSet<int> { 1 });

    [Fact]
    public void Of_EveryImage_IsUsedOrLeftOutWithAReason()
    {
        Assert.Equal(["black", "none", "red"], Hair.Values);
        Assert.Equal([2L, 0, 1, RidgeProbe.LeftOut, RidgeProbe.LeftOut], Hair.Train);
        Assert.Equal([2L, 2, 1, RidgeProbe.LeftOut, RidgeProbe.LeftOut, RidgeProbe.LeftOut], Hair.HeldOut);
        Assert.Equal((6, 3), (Hair.HeldOutCount.Found, Hair.HeldOutCount.Used));
        Assert.Equal(
            [("class 'robot' has none", 1), ("the lists name no value", 1), ("the value is not among the training pictures", 1)],
            Hair.HeldOutCount.LeftOut.Select(left => (left.Reason, left.Count)));
        Assert.Equal(2 / 3.0, Hair.Chance, 12);
    }

    [Fact]
    public void Score_CountsWhatIsJudgedAndWhatIsNamed()
    {
        // Right, wrong, right without a name; a robot that reads as red, and an image that was not generated, count nowhere.
        var score = Hair.Score([2, 0, 1, 2, 2, 2]);
        var fewer = Hair.Score([2, null, 1, 2, 2, 2]);

        Assert.Equal((3, 2, 2, 1), (score.Used, score.Right, score.NamedUsed, score.NamedRight));
        Assert.Equal(0.5, score.Named);
        Assert.Equal((2, 2), (fewer.Used, fewer.Right));
    }

    [Fact]
    public void Each_WrongValue_IsNamed()
    {
        var red = Hair.Each([2, 2, 1, null, null, null], [[0, 0, 1, null, null, null]]).Single(value => value.Value == "red");

        Assert.Equal((2, 2), (red.Used, red.RealRight));
        Assert.Equal(new ValueScore(2, 0, "black"), Assert.Single(red.Generated));
    }

    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(980, 1000, 0.9693, 0.9870)]
    public void Wilson_KnownShares_HaveThePublishedIntervals(int right, int count, double low, double high)
    {
        var interval = BinomialInterval.Wilson(right, count);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }
}
