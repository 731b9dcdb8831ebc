using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

public sealed class ModelConfigValidationTests
{
    public static TheoryData<string, Func<ModelConfig, ModelConfig>> Wrong => new()
    {
        { "formatVersion is 2", config => config with { FormatVersion = 2 } },
        { "name is empty", config => config with { Name = string.Empty } },
        { "encoder.width is 190", config => config with { Encoder = config.Encoder with { Width = 190 } } },
        { "encoder.heads is 0", config => config with { Encoder = config.Encoder with { Heads = 0 } } },
        { "encoder.inputSize is 130", config => config with { Encoder = config.Encoder with { InputSize = 130 } } },
        { "encoder.patchSize is 0", config => config with { Encoder = config.Encoder with { PatchSize = 0 } } },
        { "encoder.featureBlocks is [4, 4]", config => config with { Encoder = config.Encoder with { FeatureBlocks = [4, 4] } } },
        { "encoder.featureBlocks is [13]", config => config with { Encoder = config.Encoder with { FeatureBlocks = [13] } } },
        { "encoder.mean has 2 values", config => config with { Encoder = config.Encoder with { Mean = [0, 0] } } },
        { "encoder.std has 3 values", config => config with { Encoder = config.Encoder with { Std = [1, 1, 0] } } },
        { "encoder.sha256 is 'ABC'", config => config with { Encoder = config.Encoder with { Sha256 = "ABC" } } },
        { "encoder.normEpsilon is 0", config => config with { Encoder = config.Encoder with { NormEpsilon = 0 } } },
        { "pixelDecoder.normEpsilon is NaN", config => config with { PixelDecoder = config.PixelDecoder with { NormEpsilon = double.NaN } } },
        { "pixelDecoder.mlpHidden is 0", config => config with { PixelDecoder = config.PixelDecoder with { MlpHidden = 0 } } },
        { "pixelDecoder.headOverlap is 5; give 0 to 4", config => config with { PixelDecoder = config.PixelDecoder with { Head = PixelHeadKind.Overlap, HeadOverlap = 5 } } },
        { "no multiple of pixelDecoder.headStride = 3", config => config with { PixelDecoder = config.PixelDecoder with { Head = PixelHeadKind.Convolution, HeadStride = 3 } } },
        { "pixelDecoder.headStride is 0", config => config with { PixelDecoder = config.PixelDecoder with { HeadStride = 0 } } },
        { "pixelDecoder.headChannels is 24, no multiple", config => config with { PixelDecoder = config.PixelDecoder with { HeadChannels = 24 } } },
        { "pixelDecoder.headLayers is 0", config => config with { PixelDecoder = config.PixelDecoder with { HeadLayers = 0 } } },
        { "the encoder's grid (inputSize / patchSize) is 7", config => config with { Encoder = config.Encoder with { InputSize = 112 } } },
        { "latent.mean has 1 values; give latent.channels = 2", config => config with { Latent = config.Latent with { Mean = [1] } } },
        { "latent.std holds 0", config => config with { Latent = config.Latent with { Std = [1, 0] } } },
        { "latent.mean holds NaN", config => config with { Latent = config.Latent with { Mean = [1, double.NaN] } } },
        { "latent.mean has 0 values and latent.std 2", config => config with { Latent = config.Latent with { Mean = [] } } },
        { "autoencoder.heads is 0", config => config with { Autoencoder = config.Autoencoder with { Heads = 0 } } },
        { "autoencoder.rope is true", config => config with { Autoencoder = new AutoencoderConfig { Kind = AutoencoderKind.Linear, Rope = true } } },
        { "autoencoder.qkNorm is true", config => config with { Autoencoder = new AutoencoderConfig { Kind = AutoencoderKind.Linear, QkNorm = true } } },
        { "the features' width is 576, no multiple of autoencoder.heads = 7", config => config with { Autoencoder = new AutoencoderConfig { Kind = AutoencoderKind.Transformer, Heads = 7 } } },
        { "multiple of 4; theirs is 6", config => config with { Autoencoder = new AutoencoderConfig { Heads = 4, HeadWidth = 6, Rope = true } } },
        { "autoencoder.depth is 0", config => config with { Autoencoder = config.Autoencoder with { Depth = 0 } } },
        { "sampling.guidance is 2, but generator.labelDropout is 0", config => config with { Generator = config.Generator with { LabelDropout = 0 }, Sampling = config.Sampling with { Guidance = 2 } } },
        { "featureDecoder.width / featureDecoder.heads is 6", config => config with { FeatureDecoder = config.FeatureDecoder with { Heads = 32 } } },
        { "pixelDecoder.imageSize is 60, no multiple of latent.side = 8", config => config with { PixelDecoder = config.PixelDecoder with { ImageSize = 60 } } },
        { "latent.side is 8, no multiple of generator.patchSize = 3", config => config with { Generator = ((LightningDiTConfig)config.Generator) with { PatchSize = 3 } } },
        { "generator.classes is 0", config => config with { Generator = config.Generator with { Classes = 0 } } },
        { "generator.labelDropout is NaN", config => config with { Generator = config.Generator with { LabelDropout = double.NaN } } },
        { "sampling.steps is 0", config => config with { Sampling = config.Sampling with { Steps = 0 } } },
        { "sampling.shift is -1", config => config with { Sampling = config.Sampling with { Shift = -1 } } },
        { "sampling.guidedChannels is 3; the latent has latent.channels = 2", config => config with { Sampling = config.Sampling with { GuidedChannels = 3 } } },
        { "give less, such as SiT's 0.999", config => config with { Generator = config.Generator with { Prediction = PredictionKind.Noise } } },
        { "above sampling.guidanceTo = 0.7", config => config with { Sampling = config.Sampling with { GuidanceFrom = 0.8 } } },
    };

    [Fact]
    public void Validate_SoundConfig_NoProblems() => Assert.Empty(TinyConfig.Make().Validate());

    [Fact]
    public void Validate_NoStatisticsYet_NoProblems() =>
        Assert.Empty((TinyConfig.Make() with { Latent = new LatentConfig { Channels = 2, Side = 8 } }).Validate());

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_OneValueWrong_Named(string expected, Func<ModelConfig, ModelConfig> bend) =>
        Assert.Contains(bend(TinyConfig.Make()).Validate(), problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Validate_ManyValuesWrong_AllNamed()
    {
        var config = TinyConfig.Make();
        var problems = (config with
        {
            Sampling = config.Sampling with { Steps = -1, Guidance = -1 },
            Generator = ((LightningDiTConfig)config.Generator) with { Heads = 7 },
            Latent = config.Latent with { Std = [1] },
        }).Validate();

        Assert.Equal(5, problems.Count);
    }
}
