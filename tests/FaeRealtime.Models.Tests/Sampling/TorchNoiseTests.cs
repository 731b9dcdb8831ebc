using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Sampling;
using FaeRealtime.Sampling.Flow;
using FaeRealtime.Sampling.Walks;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Sampling;

public sealed class TorchNoiseTests
{
    [Fact]
    public void Draw_PictureInABatch_SameAsAloneAndAsWithoutTensors()
    {
        var batch = TorchNoise.Of([3, 9]).Draw(zeros([2, 4, 3, 3]), 5);
        var alone = TorchNoise.Of([9]).Draw(zeros([1, 4, 3, 3]), 5);
        var plain = new ArrayNoise(new ArraySpace(), new[] { new WeightedSeed(9, 1) }).Draw(new float[36], 5);

        Assert.Equal(plain, Noise.Values(alone));
        Assert.Equal(plain, Noise.Values(batch.narrow(0, 1, 1)));
        Assert.NotEqual(plain, Noise.Values(batch.narrow(0, 0, 1)));
    }

    [Fact]
    public void Draw_OtherBatch_IsAShapeError() => Assert.Throws<ShapeException>(() => TorchNoise.Of([1]).Draw(zeros([2, 4]), 0));
}
