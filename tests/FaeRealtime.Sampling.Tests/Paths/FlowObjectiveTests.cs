using FaeRealtime.Core.Config;
using FaeRealtime.Sampling.Paths;

namespace FaeRealtime.Sampling.Tests.Paths;

public sealed class FlowObjectiveTests
{
    public static TheoryData<PathKind, PredictionKind> Every()
    {
        var every = new TheoryData<PathKind, PredictionKind>();
        foreach (var path in Enum.GetValues<PathKind>())
        {
            foreach (var prediction in Enum.GetValues<PredictionKind>())
            {
                every.Add(path, prediction);
            }
        }

        return every;
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void At_PerfectPrediction_NoError(PathKind path, PredictionKind prediction)
    {
        var (point, here) = (FlowPath.At(path, 0.3), new FlowObjective(path, prediction, LossWeight.None, TimeDirection.NoiseAtOne).At(0.3));
        var (data, noise) = (0.6, -1.1);
        var perfect = prediction switch
        {
            PredictionKind.Noise => noise,
            PredictionKind.Score => -noise / point.Sigma,
            _ => (point.AlphaRate * data) + (point.SigmaRate * noise),
        };

        Assert.Equal((point.Alpha, point.Sigma, 1), (here.Alpha, here.Sigma, here.Weight));
        Assert.Equal((here.TargetData * data) + (here.TargetNoise * noise), here.OutputScale * perfect, 12);
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void At_VelocityWeight_TheErrorOfTheVelocity(PathKind path, PredictionKind prediction)
    {
        // A prediction off by δ gives a velocity off by δ times its factor.
        const double Off = 0.01;
        var here = new FlowObjective(path, prediction, LossWeight.Velocity, TimeDirection.NoiseAtOne).At(0.4);
        var velocity = FlowPath.At(path, 0.4).VelocityFrom(prediction).Output * Off;

        Assert.Equal(velocity * velocity, here.Weight * here.OutputScale * here.OutputScale * Off * Off, 12);
    }

    [Fact]
    public void At_LikelihoodWeight_SitsFormula()
    {
        // Linear, SiT's τ = 0.75: drift_var = (1 − τ)²/τ + (1 − τ), over σ².
        var here = new FlowObjective(PathKind.Linear, PredictionKind.Noise, LossWeight.Likelihood, TimeDirection.NoiseAtOne).At(0.25);

        Assert.Equal(((0.0625 / 0.75) + 0.25) / 0.0625, here.Weight, 12);
    }

    [Fact]
    public void At_OtherDirection_OnlyTheVelocityTurns()
    {
        FlowObjective Of(PredictionKind prediction, TimeDirection time) => new(PathKind.Linear, prediction, LossWeight.None, time);

        Assert.Equal((-1, 1), (Of(PredictionKind.Velocity, TimeDirection.NoiseAtOne).At(0.2).TargetData, Of(PredictionKind.Velocity, TimeDirection.NoiseAtOne).At(0.2).TargetNoise));
        Assert.Equal((1, -1), (Of(PredictionKind.Velocity, TimeDirection.DataAtOne).At(0.2).TargetData, Of(PredictionKind.Velocity, TimeDirection.DataAtOne).At(0.2).TargetNoise));
        Assert.Equal(Of(PredictionKind.Score, TimeDirection.NoiseAtOne).At(0.2), Of(PredictionKind.Score, TimeDirection.DataAtOne).At(0.2));
        Assert.Equal((0.2, 0.8), (Of(PredictionKind.Velocity, TimeDirection.NoiseAtOne).Asked(0.2), Of(PredictionKind.Velocity, TimeDirection.DataAtOne).Asked(0.2)));
    }

    [Fact]
    public void Times_SitsTrainEps_PerPathAndPrediction()
    {
        (double Lowest, double Highest) Of(PathKind path, PredictionKind prediction) => new FlowObjective(path, prediction, LossWeight.None, TimeDirection.NoiseAtOne).Times;

        Assert.Equal((0, 1), Of(PathKind.Linear, PredictionKind.Velocity));
        Assert.Equal((0.001, 0.999), Of(PathKind.Gvp, PredictionKind.Noise));
        Assert.Equal((1e-5, 1), Of(PathKind.Vp, PredictionKind.Velocity));
    }
}
