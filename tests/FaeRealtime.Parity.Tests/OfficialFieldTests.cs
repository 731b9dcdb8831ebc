using FaeRealtime.Core.Config;
using FaeRealtime.Models.Generators;
using FaeRealtime.Models.Tests;
using FaeRealtime.Sampling.Conditions;
using static TorchSharp.torch;

namespace FaeRealtime.Parity.Tests;

public sealed class OfficialFieldTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Velocity_FirstHalf_IsTheProductsFieldWithThreeGuidedChannels(double guidance)
    {
        using var frozen = no_grad();
        using var network = new LightningDiT(SmallNetworks.Generation with { Time = TimeDirection.DataAtOne }, SmallNetworks.Latent);
        network.Initialise(1);
        Noise.Disturb(network);
        var x = Noise.Normal(3, 2, 4, 3, 3);

        var official = new OfficialField(network).Velocity(cat([x, x * 7]), 0.3, 0.3, tensor([1L, 3L, 5L, 5L]), guidance);

        var ours = new GeneratorField(network, OfficialField.GuidedChannels).Velocity(x, 0.3, 0.3, ClassCondition.PerImage([1, 3]), guidance);
        Assert.True(Noise.MaxDifference(official.narrow(0, 0, 2), ours) < 1e-5);
        Assert.True(Noise.MaxDifference(official.narrow(0, 2, 2), ours) > 1e-3);
    }
}
