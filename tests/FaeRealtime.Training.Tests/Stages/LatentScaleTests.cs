using FaeRealtime.Training.Stages;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Stages;

public sealed class LatentScaleTests
{
    [Fact]
    public void Normalise_Latents_IsPerChannel()
    {
        using var scale = new LatentScale([1, -2], [2, 4]);
        using var z = torch.tensor([3f, 2], [1, 2, 1, 1]);
        using var normalised = scale.Normalise(z);

        Assert.Equal([1, 1], normalised.data<float>().ToArray());
    }
}
