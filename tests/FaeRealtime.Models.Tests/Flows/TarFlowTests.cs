using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Flows;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Flows;

public sealed class TarFlowTests
{
    private static readonly TarFlowGuidance Guided = new() { Strength = 1.5, Temperature = 0.7, Annealed = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decode_Encoded_GivesTheDataBack(bool scales)
    {
        using var network = SmallFlows.Flow(SmallFlows.Tar with { Scales = scales });
        using var frozen = no_grad();
        var (x, labels) = (Noise.Normal(1, 3, 2, 4, 4), tensor([0L, 3, -1]));

        var encoding = network.Encode(x, labels);

        Assert.Equal([3L, 4L, 8L], encoding.Noise.shape);
        Assert.True(Noise.MaxDifference(encoding.Latents[0], encoding.Noise) > 0.1);
        Assert.InRange(Noise.MaxDifference(x, network.Decode(encoding.Noise, labels)), 0, 1e-4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Encode_LogDeterminants_AreTheJacobians(bool scales)
    {
        using var network = SmallFlows.Flow(SmallFlows.Tar with { Scales = scales });
        var x = Noise.Normal(1, 1, 2, 4, 4).requires_grad_();
        var encoding = network.Encode(x, tensor([2L]));

        var expected = SmallFlows.LogDeterminant(x, encoding.Noise);

        Assert.Equal(expected, FlowLikelihood.LogDeterminant(encoding).item<float>() * x.numel(), 1e-3);
        Assert.Equal(scales, Math.Abs(expected) > 0.01);
    }

    [Fact]
    public void Decode_WithCache_IsDecodingWithout()
    {
        using var block = new TarFlowBlock(SmallFlows.Tar with { Classes = 0 }, 1, 9, 2);
        SmallFlows.Settle(block);
        using var frozen = no_grad();
        var z = Noise.Normal(1, 2, 9, 2);
        var steps = new WholeSequence(input =>
        {
            var (logScale, shift) = block.Answer(input, null, new CausalPass());
            return new AffineTransform(logScale.exp(), shift);
        });

        var without = AutoregressiveDecoding.Sequential(z.flip(1), null, steps).flip(1);

        var with = block.Decode(z, null, new TarFlowGuidance(), null);
        Assert.InRange(Noise.MaxDifference(without, with), 0, 1e-5 * Math.Max(1, with.abs().max().ToDouble()));
        Assert.True(Noise.MaxDifference(z, with) > 0.01);
    }

    [Fact]
    public void Decode_Jacobi_IsSequential()
    {
        using var network = SmallFlows.Flow(SmallFlows.Tar with { PatchSize = 1 });
        var (z, labels) = (Noise.Normal(1, 2, 16, 2), tensor([1L, 2]));

        var sequential = network.Decode(z, labels, Guided);

        Assert.InRange(Noise.MaxDifference(sequential, network.Decode(z, labels, Guided, new JacobiDecoding { Chunk = 4, Tolerance = 0 })), 0, 1e-4);
    }

    [Fact]
    public void Decode_Guided_LeadsAwayFromNoClass()
    {
        using var network = SmallFlows.Flow(SmallFlows.Tar);
        var z = Noise.Normal(1, 2, 4, 8);

        var guidance = new TarFlowGuidance { Strength = 2 };

        Assert.InRange(Noise.MaxDifference(network.Decode(z), network.Decode(z, null, guidance)), 0, 1e-5);
        Assert.True(Noise.MaxDifference(network.Decode(z, tensor([1L, 2])), network.Decode(z, tensor([1L, 2]), guidance)) > 0.01);
    }

    [Fact]
    public void Loss_Backward_ReachesEveryParameter()
    {
        using var network = SmallFlows.Flow(SmallFlows.Tar);

        FlowLikelihood.Loss(network.Encode(Noise.Normal(1, 3, 2, 4, 4), tensor([0L, 3, -1]))).backward();

        Assert.Empty(network.named_parameters().Where(entry => entry.parameter.grad is not { } gradient || gradient.abs().max().ToDouble() == 0).Select(entry => entry.name));
    }

    [Fact]
    public void Encode_LabelsThatDoNotFit_AreRefused()
    {
        using var network = SmallFlows.Flow(SmallFlows.Tar);
        using var classless = SmallFlows.Flow(SmallFlows.Tar with { Classes = 0 });
        var x = zeros([2, 2, 4, 4]);

        Assert.Throws<ShapeException>(() => network.Encode(x, tensor([1L])));
        Assert.Throws<ShapeException>(() => network.Encode(zeros([2, 2, 4, 6]), tensor([1L, 2])));
        Assert.Contains("flow.classes is 0", Assert.Throws<ShapeException>(() => classless.Encode(x, tensor([1L, 2]))).Message, StringComparison.Ordinal);
    }
}
