using FaeRealtime.Data.Caches;
using FaeRealtime.Data.Loading;
using FaeRealtime.Data.Tests.Loading;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Tests;
using TorchSharp;

namespace FaeRealtime.Data.Tests.Caches;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly ImagePlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Gather_ComputedForEachBatch_EqualsKept()
    {
        using var scope = torch.NewDisposeScope();
        using var encoder = VisionTransformer.Random(SmallRecipe.Model.Encoder, 5, torch.CPU);
        using var images = ImageSet.Open(_place.Root, _place.WriteMany(40), SmallRecipe.ImageSize, mirrored: true, new DataOptions(), null);
        var source = new FeatureSource(encoder, SmallRecipe.Model.Encoder, torch.CPU);
        using var kept = FeatureCache.Open(source, images, long.MaxValue, null, CancellationToken.None);
        using var computed = FeatureCache.Open(source, images, 0, null, CancellationToken.None);
        using var statistics = kept.Measure(2, null, CancellationToken.None);
        using var again = computed.Measure(2, null, CancellationToken.None);
        kept.StandardiseBy(statistics);
        computed.StandardiseBy(again);

        long[] views = [0L, 79, 41, 3, 3];
        var difference = (kept.Gather(views) - computed.Gather(views)).abs().max().ToDouble();

        Assert.True(kept.IsKept);
        Assert.False(computed.IsKept);
        Assert.True(difference < 1e-4, $"{difference}");
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(8192, 8192)]
    [InlineData(1_000_000, 8192)]
    public void Sample_Views_AreAllOrEvenlySpread(int views, int expected)
    {
        var sample = FeatureCache.Sample(views);

        Assert.Equal(expected, sample.Distinct().Count());
        Assert.True(sample[^1] < views && sample[^1] >= views - 1 - (views / expected));
    }
}
