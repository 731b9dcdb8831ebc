using FaeRealtime.Evaluation.Ablations;

namespace FaeRealtime.Evaluation.Tests.Ablations;

public sealed class AblationOrderingTests
{
    // Deviations of both rows are 0.1.
    [Theory]
    [InlineData(1.0, 1.11, OrderingVerdict.Held)]
    [InlineData(1.0, 1.09, OrderingVerdict.Undecided)]
    [InlineData(1.0, 0.91, OrderingVerdict.Undecided)]
    [InlineData(1.0, 0.89, OrderingVerdict.Reversed)]
    public void Of_TwoRows_ComparesTheDifferenceWithTheScatter(double better, double worse, OrderingVerdict expected)
    {
        var (first, second) = (Row("a", 2.0, better), Row("b", 3.0, worse));

        var ordering = AblationOrdering.Of(first, second);

        Assert.Equal(expected, ordering.Verdict);
        Assert.Equal(worse - better, ordering.Difference, 12);
        Assert.Equal(0.1, ordering.Deviation, 12);
        Assert.Equal(ordering, AblationOrdering.Of(second, first));
    }

    [Fact]
    public void Of_Report_RanksEveryPairThePaperRanks()
    {
        var report = AblationReport.Of(
            new AblationTable("t", "title", "scaling", []), Budget(), 3, [Row("a", 2.0, 1.0), Row("b", 2.0, 5.0), Row("c", 1.0, 0.5)]);

        Assert.Equal([("c", "a"), ("c", "b")], report.Orderings.Select(pair => (pair.Better, pair.Worse)));
        Assert.Contains("| c | a | 1.00 | +0.5 | 0.1 | held |", AblationMarkdown.ToText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Values_IsMeanAndSampleDeviation()
    {
        var spread = Spread.Of([1, 2, 4]);

        Assert.Equal(7.0 / 3, spread.Mean, 12);
        Assert.Equal(Math.Sqrt(7.0 / 3), spread.Deviation, 12);
    }

    private static AblationRow Row(string name, double paperFid, double mean)
    {
        var spread = Spread.Of([mean - 0.1, mean, mean + 0.1]);
        return new AblationRow(name, paperFid, spread, spread, spread, spread, spread);
    }

    private static AblationBudget Budget() => new()
    {
        Recipe = "r", Data = "d", Images = 8, HeldOut = 2, AutoencoderSteps = 1, GeneratorSteps = 1, Batch = 1, Samples = 10, SamplingSteps = 1,
    };
}
