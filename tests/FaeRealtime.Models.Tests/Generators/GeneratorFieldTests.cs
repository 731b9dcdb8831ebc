using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Generators;

public sealed class GeneratorFieldTests
{
    private const double Time = 0.3;

    [Fact]
    public void Velocity_NoGuidance_IsTheNetworkAtThatTime()
    {
        using var network = Alive(SmallNetworks.Generation);
        var x = Noise.Normal(1, 2, 4, 3, 3);

        var velocity = new GeneratorField(network).Velocity(x, Time, 0, ClassCondition.PerImage([2, null]), 1);

        var expected = network.forward(x, full([2], Time), tensor([2L, SmallNetworks.Classes]));
        Assert.True(Noise.MaxDifference(expected, velocity) < 1e-5);
        Assert.False(velocity.requires_grad);
    }

    [Fact]
    public void Velocity_WeightsOfTheOtherDirection_AskAtOneMinusTAndNegate()
    {
        using var network = Alive(SmallNetworks.Generation with { Time = TimeDirection.DataAtOne });
        var x = Noise.Normal(2, 1, 4, 3, 3);

        var velocity = new GeneratorField(network).Velocity(x, Time, 0, ClassCondition.Of(1), 1);

        var expected = -network.forward(x, full([1], 1 - Time), tensor([1L]));
        Assert.True(Noise.MaxDifference(expected, velocity) < 1e-5);
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(0.9)]
    [InlineData(0.0)]
    public void Velocity_Guided_MixesAllChannels(double guidance)
    {
        using var network = Alive(SmallNetworks.Generation);
        var x = Noise.Normal(3, 2, 4, 3, 3);

        var velocity = new GeneratorField(network).Velocity(x, Time, 0, ClassCondition.Of(3), guidance);

        var conditional = network.forward(x, full([2], Time), tensor([3L, 3L]));
        var none = network.forward(x, full([2], Time), tensor([5L, 5L]));
        Assert.True(Noise.MaxDifference(none + (guidance * (conditional - none)), velocity) < 1e-4);
    }

    [Fact]
    public void Velocity_FirstChannelsGuided_OthersStayThoseOfTheCondition()
    {
        using var network = Alive(SmallNetworks.Generation);
        var x = Noise.Normal(3, 2, 4, 3, 3);

        var velocity = new GeneratorField(network, guidedChannels: 3).Velocity(x, Time, 0, ClassCondition.Of(3), 2.5);

        var conditional = network.forward(x, full([2], Time), tensor([3L, 3L]));
        var none = network.forward(x, full([2], Time), tensor([5L, 5L]));
        var guided = none + (2.5 * (conditional - none));
        Assert.True(Noise.MaxDifference(guided.narrow(1, 0, 3), velocity.narrow(1, 0, 3)) < 1e-4);
        Assert.True(Noise.MaxDifference(conditional.narrow(1, 3, 1), velocity.narrow(1, 3, 1)) < 1e-5);
        Assert.True(Noise.MaxDifference(conditional, velocity) > 1e-2);
    }

    [Theory]
    [InlineData(TimeDirection.NoiseAtOne)]
    [InlineData(TimeDirection.DataAtOne)]
    public void Velocity_NoiseAndScoreNetworks_TheVelocityTheyImply(TimeDirection direction)
    {
        var x = Noise.Normal(6, 1, 4, 3, 3);
        using var noise = Alive(SmallNetworks.Generation with { Time = direction, Prediction = PredictionKind.Noise });
        using var score = Alive(SmallNetworks.Generation with { Time = direction, Prediction = PredictionKind.Score, Path = PathKind.Gvp });
        var asked = direction == TimeDirection.DataAtOne ? 1 - Time : Time;

        // Linear: data = (x − t·ε)/(1 − t), v = ε − data. Gvp: ε = −σ·score, α̇ = −πσ/2, σ̇ = πα/2.
        var epsilon = noise.forward(x, full([1], asked), tensor([1L]));
        var linear = epsilon - ((x - (epsilon * Time)) / (1 - Time));
        var (alpha, sigma) = (Math.Cos(0.5 * Math.PI * Time), Math.Sin(0.5 * Math.PI * Time));
        var scored = score.forward(x, full([1], asked), tensor([1L])) * -sigma;
        var gvp = (scored * alpha - ((x - (scored * sigma)) * (sigma / alpha))) * (0.5 * Math.PI);
        Assert.True(Noise.MaxDifference(linear, new GeneratorField(noise).Velocity(x, Time, 0, ClassCondition.Of(1), 1)) < 1e-4);
        Assert.True(Noise.MaxDifference(gvp, new GeneratorField(score).Velocity(x, Time, 0, ClassCondition.Of(1), 1)) < 1e-4);
        Assert.Throws<ConfigException>(() => new GeneratorField(noise).Velocity(x, 1, 0, ClassCondition.Of(1), 1));
    }

    [Fact]
    public void Velocity_BlendOfClasses_UsesTheMixedEmbedding()
    {
        using var network = Alive(SmallNetworks.Generation);
        var field = new GeneratorField(network);
        var x = Noise.Normal(4, 1, 4, 3, 3);

        var blend = field.Velocity(x, Time, 0, ClassCondition.Blend([new WeightedClass(1, 3), new WeightedClass(4, 1)]), 1);

        var weights = tensor([0f, 0.75f, 0f, 0f, 0.25f, 0f], [1, 6]);
        Assert.True(Noise.MaxDifference(network.Answer(x, full([1], Time), full([1], 0), new GeneratorInputs { ClassWeights = weights }), blend) < 1e-6);
        var same = field.Velocity(x, Time, 0, ClassCondition.Blend([new WeightedClass(1, 2), new WeightedClass(1, 5)]), 1);
        Assert.True(Noise.MaxDifference(field.Velocity(x, Time, 0, ClassCondition.Of(1), 1), same) < 1e-6);
    }

    [Fact]
    public void Velocity_LearnedSigma_ReturnsTheVelocityChannelsOnly()
    {
        using var network = Alive(SmallNetworks.Generation with { LearnSigma = true });

        var velocity = new GeneratorField(network).Velocity(Noise.Normal(5, 1, 4, 3, 3), Time, 0, ClassCondition.None, 1);

        Assert.Equal([1L, 4L, 3L, 3L], velocity.shape);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void Velocity_ClassThatDoesNotExist_IsAConfigErrorWithTheRange(int index)
    {
        using var network = SmallNetworks.Generator();

        var failure = Assert.Throws<ConfigException>(() => new GeneratorField(network).Velocity(zeros([1, 4, 3, 3]), Time, 0, ClassCondition.Of(index), 1));

        Assert.Contains("0 to 4", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Velocity_TrainedWithoutLabelDropout_KnowsClassesOnly()
    {
        using var network = Alive(SmallNetworks.Generation with { LabelDropout = 0 });
        var field = new GeneratorField(network);
        var x = Noise.Normal(6, 1, 4, 3, 3);

        var velocity = field.Velocity(x, Time, 0, ClassCondition.Of(SmallNetworks.Classes - 1), 1);

        Assert.True(Noise.MaxDifference(network.forward(x, full([1], Time), tensor([SmallNetworks.Classes - 1L])), velocity) < 1e-5);
        Assert.Contains("no null label", Assert.Throws<ConfigException>(() => field.Velocity(x, Time, 0, ClassCondition.None, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("no null label", Assert.Throws<ConfigException>(() => field.Velocity(x, Time, 0, ClassCondition.Of(0), 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Velocity_RowsUnlikeTheBatch_IsAShapeError()
    {
        using var network = SmallNetworks.Generator();

        Assert.Throws<ShapeException>(() => new GeneratorField(network).Velocity(zeros([3, 4, 3, 3]), Time, 0, ClassCondition.PerImage([1, 2]), 1));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Blend_WeightNotAboveZero_IsAConfigError(double weight) =>
        Assert.Throws<ConfigException>(() => ClassCondition.Blend([new WeightedClass(0, weight)]));

    private static LightningDiT Alive(LightningDiTConfig config)
    {
        var network = SmallNetworks.Generator(config);
        Noise.Disturb(network);
        return network;
    }
}
