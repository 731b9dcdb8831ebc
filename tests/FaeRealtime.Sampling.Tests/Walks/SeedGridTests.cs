using FaeRealtime.Sampling.Walks;
using FsCheck;
using FsCheck.Xunit;

namespace FaeRealtime.Sampling.Tests.Walks;

public sealed class SeedGridTests
{
    // Of the parameters that lead here.
    private const double Edge = 1e6;

    [Fact]
    public void Around_GridPoints_OnePureSeed()
    {
        Assert.Equal([new WeightedSeed(17, 1)], Around(17, 0, 0));
        Assert.Equal([new WeightedSeed(20, 1)], Around(17, 3, 0));
        Assert.Equal([new WeightedSeed(216, 1)], Around(17, -1, 2));
        Assert.Equal([new WeightedSeed(1, 1)], Around(ulong.MaxValue, 2, 0));
    }

    [Property]
    public void Around_AnyPoint_SquaresSumToOne(DoNotSize<ulong> seed, NormalFloat x, NormalFloat y) =>
        Assert.Equal(1, Around(seed.Item, x.Get % Edge, y.Get % Edge).Sum(item => item.Weight * item.Weight), 12);

    [Fact]
    public void Around_Straight_SumsToOne() => Assert.Equal([0.75 * 0.5, 0.25 * 0.5, 0.75 * 0.5, 0.25 * 0.5], Around(5, 0.25, 0.5, straight: true).Select(item => item.Weight));

    [Fact]
    public void Around_MidWay_BothAlike()
    {
        var blend = Around(5, 2.5, 0);

        Assert.Equal([7UL, 8UL], blend.Select(item => item.Seed));
        Assert.All(blend, item => Assert.Equal(Math.Sqrt(0.5), item.Weight, 12));
    }

    [Fact]
    public void Around_SmallStep_SmallMoveAcrossSeedsToo()
    {
        for (var i = -2000; i < 2000; i++)
        {
            Assert.InRange(Distance(Around(5, i / 1000.0, 0), Around(5, (i + 1) / 1000.0, 0)), 0, 1.6 / 1000);
            Assert.InRange(Distance(Around(5, 0.3, i / 1000.0), Around(5, 0.3, (i + 1) / 1000.0)), 0, 1.6 / 1000);
        }
    }

    private static WeightedSeed[] Around(ulong seed, double x, double y, bool straight = false)
    {
        var blend = new WeightedSeed[SeedGrid.MostSeeds];
        return blend[..SeedGrid.Around(new WeightedSeed(seed, 1.0), x, y, straight, blend)];
    }

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
