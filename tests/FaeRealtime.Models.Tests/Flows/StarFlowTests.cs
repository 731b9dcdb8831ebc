using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Flows;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Flows;

public sealed class StarFlowTests
{
    private static readonly JacobiDecoding Exact = new() { Chunk = 5, Tolerance = 0 };

    public static TheoryData<string> Configs => [nameof(SmallFlows.Published), nameof(SmallFlows.Plain), nameof(SmallFlows.Switched)];

    [Theory]
    [MemberData(nameof(Configs))]
    public void Decode_EncodedLatents_GivesThemBack(string name)
    {
        var config = SmallFlows.Star(name);
        using var network = SmallFlows.Flow(config);
        using var frozen = no_grad();
        var (x, condition) = (Noise.Normal(1, 3, 2, 6, 4), SmallFlows.Condition(config, 3)); // another grid than that of training

        var encoding = network.Encode(x, condition);

        Assert.Equal(x.shape, encoding.Noise.shape);
        Assert.True(Noise.MaxDifference(x, encoding.Noise) > 0.1);
        Assert.InRange(Noise.MaxDifference(x, network.Decode(encoding.Noise, condition)), 0, 1e-4);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Encode_LogDeterminants_AreTheJacobians(string name)
    {
        var config = SmallFlows.Star(name);
        using var network = SmallFlows.Flow(config);
        var x = Noise.Normal(1, 1, 2, 4, 2).requires_grad_();
        var encoding = network.Encode(x, SmallFlows.Condition(config, 1));

        Assert.Equal(SmallFlows.LogDeterminant(x, encoding.Noise), FlowLikelihood.LogDeterminant(encoding).item<float>() * x.numel(), 1e-3);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Decode_WithCache_IsDecodingWithout(string name)
    {
        var config = SmallFlows.Star(name);
        var channels = SmallFlows.Latent.Channels * config.PatchSize * config.PatchSize;
        using var frozen = no_grad();
        for (var index = 0; index < config.Layers.Count; index++)
        {
            using var block = new StarFlowBlock(config, index, channels, 4);
            SmallFlows.Settle(block);
            var (z, condition) = (Noise.Normal(1, 2, 8, channels), block.Reads ? SmallFlows.Condition(config, 2) : null);
            var words = config.ConditionTokens == 0 ? (long?)null : block.Reads ? SmallFlows.Words : 0;
            var rotation = FlowPositions.Rotation(config.HeadWidth, 4, 2, 4, words, CPU);
            var steps = new WholeSequence(input => block.Transform(input, condition, new CausalPass(rotation)));
            var ordered = config.Flips(index) ? z.flip(1) : z;

            var without = AutoregressiveDecoding.Sequential(ordered, block.Start, steps);

            var with = block.Decode(z, condition, rotation, new FlowDecoding());
            Assert.InRange(Noise.MaxDifference(config.Flips(index) ? without.flip(1) : without, with), 0, 1e-5 * Math.Max(1, with.abs().max().ToDouble()));
            Assert.True(Noise.MaxDifference(z, with) > 0.01);
        }
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Decode_Jacobi_IsSequential(string name)
    {
        var config = SmallFlows.Star(name);
        using var network = SmallFlows.Flow(config);
        var (z, condition, none) = (Noise.Normal(1, 2, 2, 4, 4), SmallFlows.Condition(config, 2), SmallFlows.Condition(config, 2, seed: 9));

        var sequential = network.Decode(z, condition, none, new FlowDecoding { Guidance = 1.5 });

        Assert.InRange(Noise.MaxDifference(sequential, network.Decode(z, condition, none, new FlowDecoding { Guidance = 1.5, Jacobi = Exact })), 0, 1e-4);
        Assert.InRange(Noise.MaxDifference(sequential, network.Decode(z, condition, none, new FlowDecoding { Guidance = 1.5, Jacobi = new JacobiDecoding { Tolerance = 1e-9 } })), 0, 1e-3);
    }

    [Fact]
    public void Decode_Guided_LeadsAwayFromTheNullCondition()
    {
        using var network = SmallFlows.Flow(SmallFlows.Published);
        var (z, condition, none) = (Noise.Normal(1, 2, 2, 4, 4), SmallFlows.Condition(SmallFlows.Published, 2)!, SmallFlows.Condition(SmallFlows.Published, 2, seed: 9)!);
        var guided = new FlowDecoding { Guidance = 2 };

        var plain = network.Decode(z, condition);

        Assert.InRange(Noise.MaxDifference(plain, network.Decode(z, condition, condition, guided)), 0, 1e-4); // away from itself is nowhere
        Assert.True(Noise.MaxDifference(plain, network.Decode(z, condition, none, guided)) > 0.01);
        Assert.Throws<ArgumentException>(() => network.Decode(z, condition, null, guided));
    }

    /// <summary>A flow that leaves data as it is holds it for standard normal, whose score is −x.</summary>
    [Fact]
    public void Denoise_FlowThatDoesNothing_ShrinksByTheVariance()
    {
        using var network = new StarFlow(SmallFlows.Published, SmallFlows.Latent);
        network.Initialise(1);
        foreach (var (_, parameter) in network.named_parameters().Where(entry => entry.name.EndsWith("proj_out.bias", StringComparison.Ordinal)))
        {
            using var frozen = no_grad();
            parameter.zero_();
        }

        var (x, condition) = (Noise.Normal(1, 3, 2, 4, 4), SmallFlows.Condition(SmallFlows.Published, 3));

        Assert.InRange(Noise.MaxDifference(x * (1 - 0.09), network.Denoise(x, condition)), 0, 1e-5);
        Assert.InRange(Noise.MaxDifference(x, network.Encode(x, condition).Noise), 0, 1e-5);
    }

    [Fact]
    public void Denoise_SamplesOfABatch_DoNotDependOnEachOther()
    {
        using var network = SmallFlows.Flow(SmallFlows.Published);
        var condition = SmallFlows.Condition(SmallFlows.Published, 2)!;
        var x = network.Decode(Noise.Normal(1, 2, 2, 4, 4), condition); // without gradient, as it comes

        var both = network.Denoise(x, condition, 0.2);

        Assert.False(both.requires_grad);
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.InRange(Noise.MaxDifference(both.narrow(0, 1, 1), network.Denoise(x.narrow(0, 1, 1), condition.narrow(0, 1, 1), 0.2)), 0, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Loss_Backward_ReachesEveryParameter(string name)
    {
        var config = SmallFlows.Star(name);
        using var network = SmallFlows.Flow(config);

        FlowLikelihood.Loss(network.Encode(Noise.Normal(1, 2, 2, 4, 4), SmallFlows.Condition(config, 2))).backward();

        Assert.Empty(network.named_parameters().Where(entry => entry.parameter.grad is not { } gradient || gradient.abs().max().ToDouble() == 0).Select(entry => entry.name));
    }

    /// <summary>A standard normal's entropy is ½·log₂ 2πe.</summary>
    [Fact]
    public void BitsPerDimension_StandardNormal_IsItsEntropy()
    {
        Assert.Equal(2.0471, FlowLikelihood.BitsPerDimension(0.5), 4);
        Assert.Equal(3.0471, FlowLikelihood.BitsPerDimension(0.5, Math.Log(2)), 4);
    }

    [Fact]
    public void Encode_ShapesThatDoNotFit_AreRefused()
    {
        using var network = SmallFlows.Flow(SmallFlows.Published);
        using var patches = SmallFlows.Flow(SmallFlows.Plain);
        var (x, condition) = (zeros([2, 2, 4, 4]), SmallFlows.Condition(SmallFlows.Published, 2));

        Assert.Contains("[2, 3, 4, 4]", Assert.Throws<ShapeException>(() => network.Encode(zeros([2, 3, 4, 4]), condition)).Message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<ShapeException>(() => network.Encode(x)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => network.Encode(x, zeros([1, 2, 5])));
        Assert.Throws<ShapeException>(() => network.Decode(x, zeros([2, 2, 6])));
        Assert.Contains("patch size 2", Assert.Throws<ShapeException>(() => patches.Encode(zeros([2, 2, 4, 3]))).Message, StringComparison.Ordinal);
    }
}
