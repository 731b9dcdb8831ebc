using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Sampling.Tests.Walks;

public sealed class SeedWalkTests
{
    [Fact]
    public void At_WholePositions_OnePureSeed()
    {
        var walk = new SeedWalk(17, stride: 3);

        Assert.Equal([new WeightedSeed(17, 1)], walk.At(0));
        Assert.Equal([new WeightedSeed(26, 1)], walk.At(3));
        Assert.Equal([new WeightedSeed(14, 1)], walk.At(-1));
        Assert.Equal([new WeightedSeed(2, 1)], new SeedWalk(ulong.MaxValue).At(3));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void At_AnyPosition_SquaresSumToOne(bool eased)
    {
        var walk = new SeedWalk(5, eased: eased);
        for (var i = -300; i <= 300; i++)
        {
            Assert.Equal(1, walk.At(i / 97.0).Sum(item => item.Weight * item.Weight), 12);
        }
    }

    [Fact]
    public void At_MidWay_BothAlike()
    {
        var blend = new SeedWalk(5).At(2.5);

        Assert.Equal([7UL, 8UL], blend.Select(item => item.Seed));
        Assert.All(blend, item => Assert.Equal(Math.Sqrt(0.5), item.Weight, 12));
    }

    [Theory]
    [InlineData(false, 1.6)]
    [InlineData(true, 2.4)]
    public void At_SmallStep_SmallMoveAcrossKeysToo(bool eased, double speed)
    {
        var walk = new SeedWalk(5, eased: eased);
        for (var i = -2000; i < 2000; i++)
        {
            Assert.InRange(Distance(walk.At(i / 1000.0), walk.At((i + 1) / 1000.0)), 0, speed / 1000);
        }
    }

    [Fact]
    public void At_AskedTwiceInAnyOrder_Same()
    {
        var walk = new SeedWalk(5);
        var forwards = Enumerable.Range(0, 50).Select(i => walk.At(i / 7.0)).ToArray();
        var backwards = Enumerable.Range(0, 50).Reverse().Select(i => new SeedWalk(5).At(i / 7.0)).Reverse().ToArray();

        Assert.Equal(forwards, backwards);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e30)]
    public void At_OutOfRange_Refused(double position) => Assert.Throws<ConfigException>(() => new SeedWalk(1).At(position));

    [Fact]
    public void New_StrideZero_Refused() => Assert.Throws<ConfigException>(() => new SeedWalk(1, 0));

    private static double Distance(IReadOnlyList<WeightedSeed> from, IReadOnlyList<WeightedSeed> to)
    {
        var difference = new Dictionary<ulong, double>();
        foreach (var (seed, weight) in from.Concat(to.Select(item => item with { Weight = -item.Weight })))
        {
            difference[seed] = difference.GetValueOrDefault(seed) + weight;
        }

        return Math.Sqrt(difference.Values.Sum(value => value * value));
    }
}
