using FaeRealtime.Core.Noise;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Stages;

namespace FaeRealtime.Training.Tests.Stages;

public sealed class FlowTimesTests
{
    [Fact]
    public void Draw_Uniform_IsTheShiftOfTheFirstNumber()
    {
        var times = new FlowTimes(TimeDistribution.Uniform, new TimestepShift(0.4), (0, 1)).Draw([0, 0.9, 0.5, 0.9]);

        Assert.Equal(0, times[0], 6);
        Assert.Equal(0.5 / (0.4 + (0.6 * 0.5)), times[1], 1e-6);
    }

    [Fact]
    public void Draw_LogitNormal_HasTheMedianOfOneHalfAndItsQuartiles()
    {
        var uniforms = new double[20_000];
        PhiloxNoise.FillUniform(5, 0, 0, uniforms);

        var times = new FlowTimes(TimeDistribution.LogitNormal, new TimestepShift(1), (0, 1)).Draw(uniforms).Order().ToArray();

        Assert.Equal(0.5, times[times.Length / 2], 0.02);
        Assert.Equal(1 / (1 + Math.Exp(0.67449)), times[times.Length / 4], 0.02); // The normal's lower quartile.
    }

    [Fact]
    public void Draw_NarrowerSpan_SpreadOverIt()
    {
        var times = new FlowTimes(TimeDistribution.Uniform, new TimestepShift(1), (0.001, 0.999)).Draw([0, 0, 0.5, 0, 1 - 1e-12, 0]);

        Assert.Equal([0.001, 0.5, 0.999], times, (a, b) => Math.Abs(a - b) < 1e-9);
    }
}
