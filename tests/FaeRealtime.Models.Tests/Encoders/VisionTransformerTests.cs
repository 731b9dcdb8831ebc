using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Encoders;

public sealed class VisionTransformerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Features_SeveralBlocks_ConcatenatesThemAndNormsTheLastOnly()
    {
        using var both = SmallNetworks.Vit();
        using var early = SmallNetworks.Vit(SmallNetworks.Vision with { FeatureBlocks = [1] });
        using var last = SmallNetworks.Vit(SmallNetworks.Vision with { FeatureBlocks = [] });
        var rgb = Noise.Normal(1, 2, 3, 12, 12).sigmoid();

        var features = both.Features(rgb); // [2, 9, 48]

        Assert.Equal(0, Noise.MaxDifference(early.Features(rgb), features.narrow(2, 0, 24)));
        Assert.Equal(0, Noise.MaxDifference(last.Features(rgb), features.narrow(2, 24, 24)));
        Assert.Equal(1, last.Features(rgb).std([-1L], unbiased: false).mean().ToDouble(), 3);
    }

    [Fact]
    public void Features_Registers_AreNotAmongThem()
    {
        using var network = SmallNetworks.Vit(SmallNetworks.Vision with { RegisterTokens = 4, FeatureBlocks = [] });

        Assert.Equal([1L, 9L, 24L], network.Features(zeros([1, 3, 12, 12])).shape);
    }

    [Fact]
    public void Features_Pictures_AreNormalisedByTheConfig()
    {
        var plain = SmallNetworks.Vision with { Mean = [0, 0, 0], Std = [1, 1, 1] };
        using var raw = SmallNetworks.Vit(plain);
        using var half = SmallNetworks.Vit(plain with { Mean = [0.5, 0.5, 0.5], Std = [0.5, 0.5, 0.5] });
        var rgb = Noise.Normal(2, 1, 3, 12, 12).sigmoid();

        Assert.True(Noise.MaxDifference(raw.Features((rgb * 2) - 1), half.Features(rgb)) < 1e-5);
    }

    [Fact]
    public void Intermediate_LastBlocks_AreTheFeaturesOfThoseBlocks()
    {
        using var network = SmallNetworks.Vit(SmallNetworks.Vision with { RegisterTokens = 4, FeatureBlocks = [2] });
        var rgb = Noise.Normal(1, 2, 3, 12, 12).sigmoid();
        var pixels = network.Normalise(rgb);

        var raw = network.Intermediate(pixels, 2, normalised: false);
        var normed = network.Intermediate(pixels, 3);
        var tokens = network.Encode(pixels);

        Assert.Equal(0, Noise.MaxDifference(network.Features(rgb), raw[0].Patches));
        Assert.Equal(0, Noise.MaxDifference(tokens.Prenorm, raw[1].Prenorm));
        Assert.Equal(0, Noise.MaxDifference(tokens.Class!, normed[2].Class!));
        Assert.Equal(0, Noise.MaxDifference(tokens.Registers, normed[2].Registers));
        Assert.Equal([2L, 4L, 24L], tokens.Registers.shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Intermediate(pixels, 4));
    }

    [Fact]
    public void Encode_MaskedPatches_DoNotReachTheOutput()
    {
        using var network = SmallNetworks.Vit();
        var masked = zeros([1, 9], ScalarType.Bool);
        masked[0, 0] = tensor(true);
        var pixels = Noise.Normal(1, 1, 3, 12, 12);
        var other = pixels.clone();
        other[TensorIndex.Ellipsis, TensorIndex.Slice(0, 4), TensorIndex.Slice(0, 4)] = tensor(9f);

        Assert.Equal(0, Noise.MaxDifference(network.Encode(pixels, masked).Prenorm, network.Encode(other, masked).Prenorm));
        Assert.NotEqual(0, Noise.MaxDifference(network.Encode(pixels).Prenorm, network.Encode(other).Prenorm));
    }

    [Fact]
    public void Encode_MaskWithoutMaskToken_SaysSo()
    {
        using var network = SmallNetworks.Vit(SmallNetworks.Vision with { MaskToken = false });

        Assert.Throws<InvalidOperationException>(() => network.Encode(zeros([1, 3, 12, 12]), zeros([1, 9], ScalarType.Bool)));
    }

    [Fact]
    public void Encode_PixelsWithGradient_PassesItThroughTheFrozenNetwork()
    {
        using var network = SmallNetworks.Vit();
        var pixels = Noise.Normal(1, 1, 3, 12, 12).requires_grad_();

        network.Encode(pixels).Patches.square().sum().backward();

        Assert.True(pixels.grad!.abs().min().ToDouble() > 0);
    }

    [Fact]
    public void Load_WithHeadAndWithoutMaskToken_FitsTheFile()
    {
        using var saved = SmallNetworks.Vit();
        var path = Path.Combine(_folder, "vit.safetensors");
        ModuleCheckpoint.Save(saved, path);
        var rgb = Noise.Normal(3, 1, 3, 12, 12).sigmoid();

        using var loaded = VisionTransformer.Load(SmallNetworks.Vision, path);

        Assert.Equal(0, Noise.MaxDifference(saved.Features(rgb), loaded.Features(rgb)));
        Assert.All(loaded.parameters(), parameter => Assert.False(parameter.requires_grad));
    }

    [Fact]
    public void Load_AnotherFileThanTheConfigNames_IsRefusedWithBothHashes()
    {
        using var saved = SmallNetworks.Vit();
        var path = Path.Combine(_folder, "vit.safetensors");
        ModuleCheckpoint.Save(saved, path);
        var config = SmallNetworks.Vision with { Sha256 = new string('0', 64) };

        var failure = Assert.Throws<CheckpointException>(() => VisionTransformer.Load(config, path));

        Assert.Contains(config.Sha256!, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoFile_NamesThePath()
    {
        var failure = Assert.Throws<CheckpointException>(() => VisionTransformer.Load(SmallNetworks.Vision, Path.Combine(_folder, "none")));

        Assert.Contains(_folder, failure.Message, StringComparison.Ordinal);
    }
}
