using FaeRealtime.Core.Errors;
using FaeRealtime.Sampling.Walks;
using FsCheck;
using FsCheck.Xunit;

namespace FaeRealtime.Sampling.Tests.Walks;

public sealed class LoopWalkTests
{
    private static readonly ulong[][] Loops = [[1, 2], [1, 2, 3, 4], [9, 8, 7, 6, 5, 4, 3, 2]];

    public static TheoryData<ulong[]> Each => [.. Loops];

    [Property]
    public void At_AnyPhase_SquaresSumToOne(ulong[] seeds, NormalFloat phase) =>
        Assert.Equal(1, Of(seeds).At(phase.Get).Sum(item => item.Weight * item.Weight), 12);

    // Of 4096ths, whole turns are added without rounding.
    [Property]
    public void At_WholeTurnsLater_SameToTheBit(ulong[] seeds, short phase, int turns) =>
        Assert.Equal(Of(seeds).At(phase / 4096.0), Of(seeds).At((phase / 4096.0) + turns));

    [Theory]
    [MemberData(nameof(Each))]
    public void At_SmallStep_SmallMove(ulong[] seeds)
    {
        var walk = new LoopWalk(seeds);
        var fastest = Math.PI * seeds.Length;
        for (var i = 0; i < 1000; i++)
        {
            var moves = walk.At(i / 1000.0).Zip(walk.At((i + 1) / 1000.0), (a, b) => Math.Abs(a.Weight - b.Weight));
            Assert.InRange(moves.Max(), 0, fastest / 1000);
        }
    }

    [Fact]
    public void At_Quarters_TheTwoNoisesAndTheirOpposites()
    {
        var walk = new LoopWalk([11, 12]);
        var weights = Enumerable.Range(0, 4).Select(quarter => walk.At(quarter / 4.0)).Select(blend => (Math.Round(blend[0].Weight, 12), Math.Round(blend[1].Weight, 12)));

        Assert.Equal([(1, 0), (0, 1), (-1, 0), (0, -1)], weights);
        Assert.Equal([11UL, 12UL], walk.At(0.1).Select(item => item.Seed));
    }

    [Fact]
    public void New_OddNoneOrEqualSeeds_Refused()
    {
        Assert.Throws<ConfigException>(() => new LoopWalk([]));
        Assert.Throws<ConfigException>(() => new LoopWalk([1]));
        Assert.Throws<ConfigException>(() => new LoopWalk([1, 1]));
    }

    // Two seeds and as many other pairs as there are.
    private static LoopWalk Of(ulong[] seeds)
    {
        ulong[] different = [.. seeds.Concat([1UL, 2UL]).Distinct()];
        return new LoopWalk(different[..(different.Length / 2 * 2)]);
    }

    [Fact]
    public void At_NoNumber_Refused() => Assert.Throws<ConfigException>(() => new LoopWalk([1, 2]).At(double.NaN));
}
