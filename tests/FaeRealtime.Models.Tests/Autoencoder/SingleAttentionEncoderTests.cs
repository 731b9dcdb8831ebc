using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Autoencoder;

public sealed class SingleAttentionEncoderTests
{
    [Fact]
    public void Encode_PermutedTokens_GivesPermutedPosteriors()
    {
        using var network = SmallNetworks.Encoder();
        var x = Noise.Normal(7, 2, 9, SmallNetworks.FeatureWidth);
        var order = tensor([4L, 0L, 8L, 2L, 1L, 7L, 3L, 6L, 5L]);

        var (mean, logVariance) = network.Encode(x);
        var (permutedMean, permutedLogVariance) = network.Encode(x.index_select(1, order));

        Assert.True(Noise.MaxDifference(mean.index_select(1, order), permutedMean) < 1e-5);
        Assert.True(Noise.MaxDifference(logVariance.index_select(1, order), permutedLogVariance) < 1e-5);
        Assert.True(Noise.MaxDifference(mean, permutedMean) > 1e-2);
    }

    [Theory]
    [InlineData(ActivationKind.Gelu)]
    [InlineData(ActivationKind.Silu)]
    public void Encode_OneHead_IsTheWrittenFormula(ActivationKind activation)
    {
        using var network = LatentEncoder.Create(new AutoencoderConfig { Heads = 1, HeadWidth = 6, Activation = activation }, 5, new LatentConfig { Channels = 2, Side = 1 });
        network.Initialise(11);
        var x = Noise.Normal(8, 1, 3, 5);

        var (mean, logVariance) = network.Encode(x);

        var projected = x[0].matmul(Weight(network, "linear1.weight").t()); // [3, 24]; biases start at zero
        var parts = projected.chunk(4, 1); // q, k, v, skip
        var weights = (parts[0].matmul(parts[1].t()) / Math.Sqrt(6)).softmax(1);
        var sum = parts[3] + weights.matmul(parts[2]);
        var active = activation == ActivationKind.Silu ? sum * sum.sigmoid() : sum * (1 + (sum / Math.Sqrt(2)).erf()) * 0.5;
        var expected = active.matmul(Weight(network, "linear2.weight").t()); // [3, 4]
        Assert.True(Noise.MaxDifference(expected.narrow(1, 0, 2), mean[0]) < 1e-5);
        Assert.True(Noise.MaxDifference(expected.narrow(1, 2, 2), logVariance[0]) < 1e-5);
    }

    [Fact]
    public void Encode_QkNorm_ForgetsTheLengthOfQueriesAndKeys()
    {
        using var network = SmallNetworks.Encoder(SmallNetworks.Attention with { QkNorm = true });
        using var plain = SmallNetworks.Encoder();
        var x = Noise.Normal(12, 1, 9, SmallNetworks.FeatureWidth);
        var (before, plainBefore) = (network.Encode(x).Mean, plain.Encode(x).Mean);

        Scale(network, 10);
        Scale(plain, 10);

        Assert.True(Noise.MaxDifference(before, network.Encode(x).Mean) < 1e-4);
        Assert.True(Noise.MaxDifference(plainBefore, plain.Encode(x).Mean) > 1e-2);

        // Queries and keys are the first half of the merged projection.
        static void Scale(nn.Module module, double factor)
        {
            using var frozen = no_grad();
            var weight = module.get_parameter("linear1.weight")!;
            weight.narrow(0, 0, weight.size(0) / 2).mul_((Scalar)factor);
        }
    }

    [Fact]
    public void Encode_HugeActivations_KeepsLogVarianceInItsBounds()
    {
        using var network = SmallNetworks.Encoder();

        var (_, logVariance) = network.Encode(Noise.Normal(9, 1, 9, SmallNetworks.FeatureWidth) * 1000);

        Assert.Equal(-30, logVariance.min().ToDouble());
        Assert.Equal(20, logVariance.max().ToDouble());
    }

    [Fact]
    public void FeatureStatistics_Assigned_RestoreUndoesStandardise()
    {
        using var statistics = new FeatureStatistics(3);
        statistics.Assign(tensor([1f, -2f, 0.5f]), tensor([2f, 0.1f, 3f]));
        var x = Noise.Normal(10, 2, 4, 3);

        var standardised = statistics.Standardise(x);

        Assert.Equal((x[0, 0, 1].ToDouble() + 2) / 0.1, standardised[0, 0, 1].ToDouble(), 1e-4);
        Assert.True(Noise.MaxDifference(x, statistics.Restore(standardised)) < 1e-5);
    }

    private static Tensor Weight(nn.Module network, string name) => network.state_dict()[name].detach();
}
