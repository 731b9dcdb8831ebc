using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Checkpoints;

public sealed class TimeReversalTests
{
    private const double Tolerance = 2e-5;

    public static TheoryData<LightningDiTConfig> Networks() =>
    [
        SmallNetworks.Generation,
        SmallNetworks.Generation with { LearnSigma = true, Rope = false, RmsNorm = false, SwiGlu = false },
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Apply_AnyNetwork_GivesTheNegatedOutputAtOneMinusT(LightningDiTConfig config)
    {
        using var network = Alive(config);
        var (x, t, labels) = (Noise.Normal(1, 3, 4, 3, 3), tensor(new[] { 0f, 0.3f, 1f }), tensor([2L, 0L, SmallNetworks.Classes]));
        var before = network.forward(x, t, labels);

        TimeReversal.Apply(network);

        Assert.True(Noise.MaxDifference(-before, network.forward(x, 1 - t, labels)) < Tolerance);
        Assert.True(Noise.MaxDifference(before, network.forward(x, t, labels)) > 0.01);
    }

    [Fact]
    public void Apply_Student_TurnsBothTimes()
    {
        using var network = SmallNetworks.Student();
        var (x, t, r, labels) = (Noise.Normal(1, 3, 4, 3, 3), tensor(new[] { 0.2f, 0.3f, 1f }), tensor(new[] { 0f, 0.3f, 0.4f }), tensor([2L, 0L, SmallNetworks.Classes]));
        var before = network.Average(x, t, r, labels);

        TimeReversal.Apply(network);

        Assert.True(Noise.MaxDifference(-before, network.Average(x, 1 - t, 1 - r, labels)) < Tolerance);
        Assert.True(Noise.MaxDifference(-before, network.Average(x, 1 - t, r, labels)) > 0.01);
    }

    [Fact]
    public void Apply_Twice_GivesTheWeightsBack()
    {
        using var network = Alive(SmallNetworks.Generation);
        var before = network.named_parameters().Select(entry => entry.parameter.clone()).ToList();

        TimeReversal.Apply(network);
        TimeReversal.Apply(network);

        Assert.All(network.parameters().Zip(before), pair => Assert.True(Noise.MaxDifference(pair.First, pair.Second) < Tolerance));
    }

    [Theory]
    [InlineData(PredictionKind.Velocity)]
    [InlineData(PredictionKind.Noise)]
    [InlineData(PredictionKind.Score)]
    public void Apply_AndTheOtherTimeInTheConfig_SamplesTheSame(PredictionKind prediction)
    {
        using var ours = Alive(SmallNetworks.Generation with { Prediction = prediction });
        using var turned = Alive(SmallNetworks.Generation with { Time = TimeDirection.DataAtOne, Prediction = prediction });
        var x = Noise.Normal(2, 2, 4, 3, 3);

        TimeReversal.Apply(turned);

        var expected = new GeneratorField(ours).Velocity(x, 0.7, 0, ClassCondition.Of(1), 2);
        Assert.True(Noise.MaxDifference(expected, new GeneratorField(turned).Velocity(x, 0.7, 0, ClassCondition.Of(1), 2)) < Tolerance);
    }

    private static LightningDiT Alive(LightningDiTConfig config)
    {
        var network = SmallNetworks.Generator(config);
        Noise.Disturb(network);
        network.eval();
        return network;
    }
}
