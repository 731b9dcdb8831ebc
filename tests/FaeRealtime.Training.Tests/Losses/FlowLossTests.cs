using FaeRealtime.Core.Config;
using FaeRealtime.Core.Noise;
using FaeRealtime.Sampling.Paths;
using FaeRealtime.Training.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Losses;

public sealed class FlowLossTests
{
    private static readonly double[] Times = [0.25, 0.75];

    [Fact]
    public void Terms_StraightPath_MeanSquaredErrorOfTheVelocity()
    {
        using var scope = torch.NewDisposeScope();
        var (data, noise) = (Normal(1), Normal(2));

        var terms = Loss(PredictionKind.Velocity, TimeDirection.NoiseAtOne).Terms((x, t) => x + t.view(-1, 1, 1, 1), data, noise, Times);

        var t = torch.tensor([0.25f, 0.75f], [2, 1, 1, 1]);
        var between = (data * (1 - t)) + (noise * t);
        Close(between, terms.Between);
        Close(noise - data, terms.Target);
        Close((between + t - (noise - data)).square().mean([1L, 2L, 3L]), terms.Squared);
    }

    [Fact]
    public void Terms_OtherDirection_AsksAtOneMinusTForTheOppositeVelocity()
    {
        using var scope = torch.NewDisposeScope();
        var (data, noise) = (Normal(1), Normal(2));
        torch.Tensor? asked = null;

        var terms = Loss(PredictionKind.Velocity, TimeDirection.DataAtOne).Terms(
            (x, t) =>
            {
                asked = t.clone();
                return data - noise;
            },
            data,
            noise,
            Times);

        Close(torch.tensor([0.75f, 0.25f]), asked!);
        Close(torch.zeros(2), terms.Squared);
    }

    [Theory]
    [InlineData(PredictionKind.Noise)]
    [InlineData(PredictionKind.Score)]
    public void Terms_WeightedPrediction_ErrorTimesTheWeightOfItsTime(PredictionKind prediction)
    {
        using var scope = torch.NewDisposeScope();
        var (data, noise) = (Normal(1), Normal(2));
        var objective = new FlowObjective(PathKind.Gvp, prediction, LossWeight.Likelihood, TimeDirection.NoiseAtOne);

        var terms = new FlowLoss(objective).Terms((x, _) => x, data, noise, Times);

        for (var i = 0; i < Times.Length; i++)
        {
            var p = FlowPath.At(PathKind.Gvp, Times[i]);
            var x = (data[i] * p.Alpha) + (noise[i] * p.Sigma);
            var error = prediction == PredictionKind.Noise ? x - noise[i] : (x * p.Sigma) + noise[i];
            Close(error.square().mean() * (p.ScoreRate / (p.Sigma * p.Sigma)), terms.Squared[i]);
        }
    }

    [Fact]
    public void Mean_CosineWeight_AddsOneMinusTheCosineOverChannels()
    {
        using var scope = torch.NewDisposeScope();
        var (data, noise) = (Normal(1), Normal(2));
        var objective = new FlowObjective(PathKind.Linear, PredictionKind.Velocity, LossWeight.None, TimeDirection.NoiseAtOne);
        var terms = new FlowLoss(objective).Terms((_, _) => (data - noise) * 3, data, noise, Times);

        // The answer points the other way everywhere: 1 − cos = 2.
        Assert.Equal(terms.Squared.mean().ToDouble() + (0.5 * 2), new FlowLoss(objective, cosineWeight: 0.5).Mean(terms).ToDouble(), 4);
        Assert.Equal(terms.Squared.mean().ToDouble(), new FlowLoss(objective).Mean(terms).ToDouble(), 6);
    }

    private static FlowLoss Loss(PredictionKind prediction, TimeDirection time) => new(new FlowObjective(PathKind.Linear, prediction, LossWeight.None, time));

    private static torch.Tensor Normal(ulong seed)
    {
        var values = new float[2 * 3 * 2 * 2];
        PhiloxNoise.FillNormal(seed, 0, 0, values);
        return torch.tensor(values, [2, 3, 2, 2]);
    }

    private static void Close(torch.Tensor expected, torch.Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True((expected - actual).abs().max().ToDouble() < 1e-5, $"{expected} and {actual}");
    }
}
