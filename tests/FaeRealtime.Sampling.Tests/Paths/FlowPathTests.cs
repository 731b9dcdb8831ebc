using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Tests.Paths;

public sealed class FlowPathTests
{
    public static TheoryData<PathKind, double> Points()
    {
        var points = new TheoryData<PathKind, double>();
        foreach (var path in Enum.GetValues<PathKind>())
        {
            foreach (var t in new[] { 0.01, 0.2, 0.5, 0.83, 0.99 })
            {
                points.Add(path, t);
            }
        }

        return points;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void At_AnyTime_RatesAreTheDerivatives(PathKind path, double t)
    {
        const double Step = 1e-6;
        var (before, here, after) = (FlowPath.At(path, t - Step), FlowPath.At(path, t), FlowPath.At(path, t + Step));

        Assert.Equal((after.Alpha - before.Alpha) / (2 * Step), here.AlphaRate, 6);
        Assert.Equal((after.Sigma - before.Sigma) / (2 * Step), here.SigmaRate, 5);
        Assert.Equal(here.AlphaRate / here.Alpha, here.LogAlphaRate, 10);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void At_AnyTime_VelocityInvertsToDataNoiseAndScore(PathKind path, double t)
    {
        var p = FlowPath.At(path, t);
        var (data, noise) = (0.6, -1.1);
        var x = (p.Alpha * data) + (p.Sigma * noise);
        var v = (p.AlphaRate * data) + (p.SigmaRate * noise);
        double Of(Affine map, double output) => (map.Output * output) + (map.State * x);

        Assert.Equal(data, Of(p.DataFromVelocity, v), 9);
        Assert.Equal(noise, Of(p.NoiseFromVelocity, v), 9);
        Assert.Equal(-noise / p.Sigma, Of(p.ScoreFromVelocity, v), 7);
        Assert.Equal(v, Of(p.VelocityFrom(PredictionKind.Noise), noise), 8);
        Assert.Equal(v, Of(p.VelocityFrom(PredictionKind.Score), -noise / p.Sigma), 8);
        Assert.Equal(v, Of(p.VelocityFrom(PredictionKind.Velocity), v), 15);
        Assert.Equal(v + (0.3 * noise / p.Sigma), Of(p.ReverseDrift(0.3), v), 7);
    }

    [Fact]
    public void At_Ends_PureDataAndPureNoise()
    {
        foreach (var path in Enum.GetValues<PathKind>())
        {
            Assert.Equal((1, 0), (FlowPath.At(path, 0).Alpha, FlowPath.At(path, 0).Sigma));
        }

        Assert.Equal((0, 1), (FlowPath.At(PathKind.Linear, 1).Alpha, FlowPath.At(PathKind.Linear, 1).Sigma));
        Assert.Equal((0, 1), (FlowPath.At(PathKind.Gvp, 1).Alpha, FlowPath.At(PathKind.Gvp, 1).Sigma));
        Assert.True(FlowPath.At(PathKind.Linear, 1).ReverseDrift(1).IsFinite);
        Assert.False(FlowPath.At(PathKind.Linear, 1).VelocityFrom(PredictionKind.Noise).IsFinite);
        Assert.Throws<ArgumentOutOfRangeException>(() => FlowPath.At(PathKind.Linear, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FlowPath.At(PathKind.Linear, double.NaN));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Diffusion_EveryForm_SitsFormulaInItsTime(double t)
    {
        // SiT's time.
        var tau = 1 - t;
        var (linear, vp) = (FlowPath.At(PathKind.Linear, t), FlowPath.At(PathKind.Vp, t));

        Assert.Equal(0.8, linear.Diffusion(DiffusionForm.Constant, 0.8), 12);
        Assert.Equal(0.8 * (((1 - tau) * (1 - tau) / tau) + (1 - tau)), linear.Diffusion(DiffusionForm.Sbdm, 0.8), 12);
        Assert.Equal(0.8 * 0.5 * (0.1 + ((1 - tau) * 19.9)), vp.Diffusion(DiffusionForm.Sbdm, 0.8), 10);
        Assert.Equal(0.8 * (1 - tau), linear.Diffusion(DiffusionForm.Sigma, 0.8), 12);
        Assert.Equal(0.8 * (1 - tau), vp.Diffusion(DiffusionForm.Linear, 0.8), 12);
        Assert.Equal(0.25 * Math.Pow((0.8 * Math.Cos(Math.PI * tau)) + 1, 2), vp.Diffusion(DiffusionForm.Decreasing, 0.8), 12);
        Assert.Equal(0.8 * Math.Pow(Math.Sin(Math.PI * tau), 2), vp.Diffusion(DiffusionForm.IncreasingDecreasing, 0.8), 12);
    }
}
