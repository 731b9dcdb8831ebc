using FaeRealtime.Core.Config;
using FaeRealtime.Models.Layers;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Layers;

public sealed class FeedForwardTests
{
    [Fact]
    public void Forward_GeluTanh_IsTheTanhForm()
    {
        using var layer = new FeedForward(FeedForwardKind.GeluTanh, 4, 6);
        var state = layer.state_dict();
        var x = Noise.Normal(1, 1, 2, 4);

        var hidden = nn.functional.linear(x, state["fc1.weight"], state["fc1.bias"]);
        var active = 0.5 * hidden * (1 + ((hidden + (0.044715 * hidden.pow(3))) * Math.Sqrt(2 / Math.PI)).tanh());
        var expected = nn.functional.linear(active, state["fc2.weight"], state["fc2.bias"]);

        Assert.True(Noise.MaxDifference(expected, layer.forward(x)) < 1e-6);
    }
}
