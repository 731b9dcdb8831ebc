using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Initialisation;

public sealed class WeightInitialiserTests
{
    [Fact]
    public void Initialise_SameSeed_GivesTheSameWeightsAndAnotherSeedOthers()
    {
        using var first = SmallNetworks.Generator(seed: 7);
        using var second = SmallNetworks.Generator(seed: 7);
        using var other = SmallNetworks.Generator(seed: 8);
        var weights = second.state_dict();

        foreach (var (key, value) in first.state_dict())
        {
            Assert.True(Noise.MaxDifference(value, weights[key]) == 0, key);
        }

        Assert.True(Noise.MaxDifference(first.state_dict()["blocks.0.attn.qkv.weight"], other.state_dict()["blocks.0.attn.qkv.weight"]) > 0.01);
    }

    [Fact]
    public void Initialise_Generator_StartsAtZeroVelocityWithLiveBlocks()
    {
        using var network = SmallNetworks.Generator();
        var state = network.state_dict();

        Assert.Equal(0, network.forward(Noise.Normal(1, 1, 4, 3, 3), full([1], 0.5), tensor([0L])).abs().max().ToDouble());
        Assert.Equal(0, state["blocks.1.adaLN_modulation.1.weight"].abs().max().ToDouble());
        Assert.Equal(0.02, state["y_embedder.embedding_table.weight"].std().ToDouble(), 2);
        Assert.Equal(1, state["blocks.0.norm1.weight"].min().ToDouble());
    }

    [Fact]
    public void Initialise_Linears_FillTheXavierIntervalAndZeroBiases()
    {
        using var network = SmallNetworks.FeatureDecoder();
        var state = network.state_dict();
        var bound = Math.Sqrt(6.0 / (96 + 32));

        var largest = state["blocks.0.attn.qkv.weight"].abs().max().ToDouble();

        Assert.InRange(largest, 0.98 * bound, bound);
        Assert.Equal(0, state["blocks.0.attn.qkv.weight"].mean().ToDouble(), 2);
        Assert.Equal(0, state["blocks.0.attn.qkv.bias"].abs().max().ToDouble());
    }

    [Fact]
    public void Initialise_PixelDecoder_PaintsNearlyGrey()
    {
        using var network = SmallNetworks.PixelDecoder();

        var rgb = network.forward(Noise.Normal(1, 1, 9, SmallNetworks.FeatureWidth));

        Assert.Equal(0.5, rgb.mean().ToDouble(), 1);
        Assert.InRange(rgb.std().ToDouble(), 0.01, 0.3);
    }
}
