using FaeRealtime.Models.Layers;
using TorchSharp;

namespace FaeRealtime.Models.Tests.Layers;

public sealed class TimestepEmbedderTests
{
    [Fact]
    public void Waves_OddWidth_AreCosinesThenSinesThenZero()
    {
        using var scope = torch.NewDisposeScope();
        using var t = torch.tensor([0f, 1000f]);

        var waves = Noise.Values(TimestepEmbedder.Waves(t, 5));

        // Frequencies 1 and 10000^(−1/2).
        Assert.Equal([1, 1, 0, 0, 0, Math.Cos(1000), Math.Cos(10), Math.Sin(1000), Math.Sin(10), 0], waves.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-5);
    }
}
