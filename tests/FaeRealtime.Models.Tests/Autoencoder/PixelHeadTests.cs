using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Config;
using FaeRealtime.Models.Autoencoder;
using FaeRealtime.Models.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Autoencoder;

/// <summary>What the pixel decoder's heads make of tokens.</summary>
public sealed class PixelHeadTests : IDisposable
{
    private const int Grid = 3;
    private const int Patch = 4;
    private const int Side = Grid * Patch;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"fae-head-{Guid.NewGuid():N}.safetensors");
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        File.Delete(_file);
        _scope.Dispose();
    }

    /// <summary>Every token says the same colour everywhere: the blend must give it back, at the picture's edges too.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Overlap_PatchesOfOneColour_GiveThatColour(int overlap)
    {
        using var network = Decoder(SmallNetworks.OverlapPixels with { HeadOverlap = overlap });

        var picture = network.Join(full([2, Grid * Grid, (Patch + (2 * overlap)) * (Patch + (2 * overlap)) * 3], 0.7f));

        Assert.Equal([2L, 3, Side, Side], picture.shape);
        Assert.InRange((picture - 0.7f).abs().max().ToDouble(), 0, 1e-6);
    }

    /// <summary>Pixel by pixel, as the definition says it.</summary>
    [Fact]
    public void Overlap_AnyPatches_IsTheWindowedSum()
    {
        const int overlap = 1, reach = Patch + (2 * overlap);
        using var network = Decoder(SmallNetworks.OverlapPixels with { HeadOverlap = overlap });
        var window = (SmallNetworks.OverlapPixels with { HeadOverlap = overlap }).HeadShape(Grid).Window();
        var values = Noise.Normal(5, 1, Grid * Grid, reach * reach * 3);
        var expected = zeros([1, 3, Side, Side]);
        for (var i = 0; i < Grid * Grid * reach * reach * 3; i++)
        {
            var (token, inside) = (i / (reach * reach * 3), i % (reach * reach * 3));
            var (row, column, colour) = (inside / 3 / reach, inside / 3 % reach, inside % 3);
            var (y, x) = ((token / Grid * Patch) + row - overlap, (token % Grid * Patch) + column - overlap);
            if (y is >= 0 and < Side && x is >= 0 and < Side)
            {
                var weight = window[(token / Grid * reach) + row] * window[(token % Grid * reach) + column];
                expected[0, colour, y, x] += values[0, token, inside] * weight;
            }
        }

        Assert.InRange(Noise.MaxDifference(expected, network.Join(values)), 0, 1e-6);
    }

    /// <summary>A token changes pixels beyond its patch, the linear head's only those of its own.</summary>
    [Theory]
    [InlineData(PixelHeadKind.Linear, 0)]
    [InlineData(PixelHeadKind.Overlap, 1)]
    [InlineData(PixelHeadKind.Convolution, 4)]
    public void Join_OneTokenChanged_ChangesItsSurroundings(PixelHeadKind head, int reach)
    {
        var config = SmallNetworks.ConvolutionPixels with { Head = head };
        using var network = Decoder(config);
        var tokens = Noise.Normal(6, 1, Grid * Grid, config.HeadShape(Grid).Outputs);
        var changed = tokens.clone();
        changed[0, 4] += 1;

        var difference = (network.Join(changed) - network.Join(tokens)).abs().amax([0, 1]); // [H, W]

        var rows = difference.amax([1L]).gt(0).nonzero().flatten();
        Assert.Equal(Patch - reach, rows.min().ToInt64());
        Assert.Equal((2 * Patch) - 1 + reach, rows.max().ToInt64());
    }

    [Theory]
    [InlineData(PixelHeadKind.Overlap)]
    [InlineData(PixelHeadKind.Convolution)]
    public void Load_SavedFile_GivesTheSamePicture(PixelHeadKind head)
    {
        var config = SmallNetworks.ConvolutionPixels with { Head = head };
        using var saved = SmallNetworks.PixelDecoder(3, config);
        using var loaded = SmallNetworks.PixelDecoder(4, config);
        Noise.Disturb(saved);
        var x = Noise.Normal(1, 2, Grid * Grid, SmallNetworks.FeatureWidth);
        Assert.NotEqual(0, Noise.MaxDifference(saved.forward(x), loaded.forward(x)));

        ModuleCheckpoint.Save(saved, _file);
        using (var reader = SafetensorsReader.Open(_file))
        {
            ModuleCheckpoint.Load(loaded, reader);
        }

        Assert.Equal(0, Noise.MaxDifference(saved.forward(x), loaded.forward(x)));
        Assert.Same(loaded.get_parameter(head == PixelHeadKind.Overlap ? "proj_out.weight" : "head.1.weight"), loaded.LastWeight);
    }

    /// <summary>Training starts near grey whatever the head.</summary>
    [Theory]
    [InlineData(PixelHeadKind.Linear)]
    [InlineData(PixelHeadKind.Overlap)]
    [InlineData(PixelHeadKind.Convolution)]
    public void Initialise_Picture_IsNearlyGrey(PixelHeadKind head)
    {
        using var network = Decoder(SmallNetworks.ConvolutionPixels with { Head = head });

        var picture = network.forward(Noise.Normal(1, 2, Grid * Grid, SmallNetworks.FeatureWidth));

        Assert.Equal(0.5, picture.mean().ToDouble(), 0.05);
        Assert.InRange(picture.std().ToDouble(), 1e-3, 0.25);
    }

    private static PixelDecoder Decoder(PixelDecoderConfig config) => SmallNetworks.PixelDecoder(config: config);
}
