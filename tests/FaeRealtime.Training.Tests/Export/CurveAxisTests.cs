using FaeRealtime.Training.Export;

namespace FaeRealtime.Training.Tests.Export;

public sealed class CurveAxisTests
{
    [Fact]
    public void Ticks_OfSteps_AreRound() => Assert.Equal([0, 500, 1000, 1500, 2000], CurveAxis.OfSteps(2000).Ticks());

    [Fact]
    public void Ticks_OverOneDecade_AreOneTwoFive() => Assert.Equal([0.5, 1, 2, 5], CurveAxis.Around([0.4, 6], logarithmic: true).Ticks(), (a, b) => Math.Abs(a - b) < 1e-9);

    [Fact]
    public void Ticks_OverFourDecades_ArePowersOfTen() => Assert.Equal([0.01, 0.1, 1, 10], CurveAxis.Around([0.009, 60], logarithmic: true).Ticks(), (a, b) => Math.Abs(a - b) < 1e-9);

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 3.0 })]
    [InlineData(new[] { 0.0, 1e-12 })]
    [InlineData(new[] { 27.301, 27.302 })]
    public void Ticks_OfNarrowRanges_LieOnTheAxis(double[] values)
    {
        foreach (var logarithmic in new[] { true, false })
        {
            var axis = CurveAxis.Around(values, logarithmic);

            Assert.InRange(axis.Ticks().Count, 1, 12);
            Assert.All(axis.Ticks(), tick => Assert.InRange(axis.Share(tick), -1e-9, 1 + 1e-9));
        }
    }
}
