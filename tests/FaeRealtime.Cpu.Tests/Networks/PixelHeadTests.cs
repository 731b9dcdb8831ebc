using FaeRealtime.Core.Config;
using FaeRealtime.Cpu.Networks;
using FaeRealtime.Cpu.Passes;

namespace FaeRealtime.Cpu.Tests.Networks;

/// <summary>The pixel decoder's heads as the live pictures need them; that their numbers are right says <see cref="NetworkAgreementTests"/>.</summary>
public sealed unsafe class PixelHeadTests : IDisposable
{
    private const int Side = 8;
    private const int ImageSize = 64;
    private const int FeatureWidth = 32;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<PixelHeadKind> Kinds { get; } = [PixelHeadKind.Linear, PixelHeadKind.Overlap, PixelHeadKind.Convolution];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Paint_AnyThreads_SameBits(PixelHeadKind head)
    {
        var features = Numbers.Normal(4, Side * Side * FeatureWidth);
        var path = Decoder(head, out var config);
        float[]? first = null;
        byte[]? bytes = null;
        foreach (var threads in new[] { 1, 2, 3, 5 })
        {
            using var compute = Compute.Start(threads);
            using var painter = CpuPixelDecoder.Open(compute, path, config, FeatureWidth, Side);
            var (values, rgba) = (new float[ImageSize * ImageSize * 3], new byte[ImageSize * ImageSize * 4]);
            fixed (float* x = features)
            {
                painter.Values(x, 1, values);
                Assert.True(painter.Decode(x, rgba));
            }

            Assert.Equal(first ??= values, values);
            Assert.Equal(bytes ??= rgba, rgba);
        }

        Assert.True(bytes!.Distinct().Count() > 20, "The picture says nothing.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Paint_Warm_AllocatesNothing(PixelHeadKind head)
    {
        using var compute = Compute.Start(2);
        using var painter = CpuPixelDecoder.Open(compute, Decoder(head, out var config), config, FeatureWidth, Side);
        var (features, rgba) = (Numbers.Normal(4, Side * Side * FeatureWidth), new byte[ImageSize * ImageSize * 4]);
        var before = 0L;
        fixed (float* x = features)
        {
            for (var i = 0; i < 200; i++)
            {
                before = i == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
                painter.Decode(x, rgba);
            }
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Paint_AValueThatIsNotFinite_SaysSoOnceAndForgetsIt(PixelHeadKind head)
    {
        using var compute = Compute.Start(2);
        using var painter = CpuPixelDecoder.Open(compute, Decoder(head, out var config), config, FeatureWidth, Side);
        var (features, rgba) = (Numbers.Normal(4, Side * Side * FeatureWidth), new byte[ImageSize * ImageSize * 4]);
        var sound = features[99];
        fixed (float* x = features)
        {
            x[99] = float.NaN;
            Assert.False(painter.Decode(x, rgba));
            x[99] = sound;
            Assert.True(painter.Decode(x, rgba));
        }
    }

    private string Decoder(PixelHeadKind head, out PixelDecoderConfig config)
    {
        var drawn = RandomConfig.Of(1);
        config = new PixelDecoderConfig { ImageSize = ImageSize, Width = 48, Depth = 1, Heads = 3, ClassToken = true, Head = head };
        var model = drawn with
        {
            Encoder = drawn.Encoder with { Width = FeatureWidth, FeatureBlocks = [], InputSize = Side * drawn.Encoder.PatchSize, PretrainedGrid = Side },
            Latent = drawn.Latent with { Side = Side },
            PixelDecoder = config,
        };
        return RandomModel.Create(Path.Combine(_folder.Path, "model"), model).PixelDecoderPath;
    }
}
