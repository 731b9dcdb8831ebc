using FaeRealtime.Core.Config;
using FaeRealtime.Core.Noise;

namespace FaeRealtime.Cpu.Tests.Networks;

/// <summary>A small model whose every size and flag the seed draws: odd token counts, widths that fill no vector, all kinds of layers.</summary>
internal static class RandomConfig
{
    public static ModelConfig Of(ulong seed)
    {
        var draw = new Draws(seed);
        var patch = draw.Of(1, 1, 2);
        var side = patch * draw.Between(2, patch == 1 ? 11 : 5);
        var encoderWidth = draw.Of(10, 12, 32, 45);
        var generator = Generator(draw, patch);
        return new ModelConfig
        {
            Name = $"random-{seed}",
            Encoder = new VisionEncoderConfig
            {
                Name = "none", PatchSize = 4, InputSize = 4 * side, PretrainedGrid = side, Width = encoderWidth, Depth = 2, Heads = 1, MlpHidden = 4, FeatureBlocks = draw.Coin() ? [1, 2] : [],
            },
            Latent = Latent(draw, side),
            Autoencoder = Encoder(draw),
            FeatureDecoder = FeatureDecoder(draw, encoderWidth),
            PixelDecoder = PixelDecoder(draw, side),
            Generator = generator with { Text = seed % 3 == 0 ? null : new TextConditionConfig { Width = 5 + (int)seed } },
            Sampling = new SamplingConfig { Steps = 3, Start = 0.98, End = 0.02, GuidedChannels = draw.Coin() ? 1 : null },
            FewStep = generator.Prediction == PredictionKind.Velocity ? new FewStepConfig() : null,
        };
    }

    /// <summary>A text-to-image generator and its grid.</summary>
    public static (MMDiTConfig Generator, LatentConfig Latent) TextToImage(ulong seed)
    {
        var draw = new Draws(seed);
        var patch = draw.Of(1, 1, 2);
        var (grid, heads, depth) = (draw.Between(2, patch == 1 ? 11 : 5), draw.Between(1, 5), draw.Between(1, 5));
        var generator = new MMDiTConfig
        {
            Width = heads * draw.Of(8, 12, 20, 36, 64),
            Heads = heads,
            Depth = depth,
            PatchSize = patch,
            PositionGrid = draw.Coin() ? grid + draw.Between(0, 6) : null,
            MlpRatio = draw.Of(0.3, 1.9, 4.0),
            TextWidth = draw.Between(3, 50),
            TextTokens = draw.Between(1, 30),
            TextPositions = draw.Coin(),
            PooledWidth = draw.Coin() ? draw.Between(1, 40) : null,
            QkNorm = draw.Of<NormKind?>(null, NormKind.RmsNorm, NormKind.LayerNorm),
            SelfAttentionBlocks = [.. Enumerable.Range(0, depth).Where(_ => draw.Coin())],
            SwiGlu = draw.Coin(),
            QkvBias = draw.Coin(),
            ProjectionBias = draw.Coin(),
            TimeScale = draw.Of(1.0, 1000.0),
            Classes = draw.Of(0, 1, 7),
        };
        return (generator, Latent(draw, patch * grid));
    }

    private static LatentConfig Latent(Draws draw, int side)
    {
        var channels = draw.Between(1, 7);
        return new LatentConfig
        {
            Channels = channels,
            Side = side,
            Mean = [.. Enumerable.Range(0, channels).Select(i => (0.1 * i) - 0.2)],
            Std = [.. Enumerable.Range(0, channels).Select(i => 1 + (0.05 * i))],
        };
    }

    private static AutoencoderConfig Encoder(Draws draw) => new()
    {
        Heads = draw.Between(1, 4),
        HeadWidth = draw.Of(8, 12, 20, 36, 64),
        Activation = draw.Coin() ? ActivationKind.Gelu : ActivationKind.Silu,
        PreNorm = draw.Coin(),
        PreNormKind = draw.Of(NormKind.LayerNorm, NormKind.LayerNormNoAffine, NormKind.RmsNorm),
        QkNorm = draw.Coin(),
        Rope = draw.Coin(),
    };

    private static FeatureDecoderConfig FeatureDecoder(Draws draw, int encoderWidth)
    {
        // Of the features' width now and then: there is then no output projection.
        var (heads, width) = draw.Coin() && encoderWidth % 4 == 0 ? (1, encoderWidth) : (draw.Between(1, 4), draw.Of(8, 12, 20, 64));
        return new FeatureDecoderConfig
        {
            Width = heads * width,
            Heads = heads,
            Depth = draw.Between(1, 3),
            MlpRatio = draw.Of(1.7, 4.0),
            FinalNorm = draw.Coin(),
            QkNorm = draw.Coin(),
        };
    }

    private static PixelDecoderConfig PixelDecoder(Draws draw, int side)
    {
        var (heads, patch) = (draw.Between(1, 4), draw.Between(1, 6));
        return new PixelDecoderConfig
        {
            ImageSize = side * patch,
            Width = heads * draw.Of(8, 12, 28, 64),
            Heads = heads,
            Depth = draw.Between(1, 3),
            MlpRatio = draw.Of(2.5, 4.0),
            FeedForward = draw.Of(FeedForwardKind.Gelu, FeedForwardKind.GeluTanh, FeedForwardKind.SwiGlu),
            MlpHidden = draw.Coin() ? draw.Between(5, 70) : null,
            NormEpsilon = draw.Of(1e-6, 1e-12),
            ClassToken = draw.Coin(),
            FixedPositions = draw.Coin(),
            Head = draw.Of(PixelHeadKind.Linear, PixelHeadKind.Overlap, PixelHeadKind.Convolution),
            HeadOverlap = draw.Coin() ? draw.Between(0, (patch / 2) + 1) : null,
            HeadStride = draw.Of([.. Enumerable.Range(1, patch).Where(stride => patch % stride == 0)]),
            HeadChannels = 16 * draw.Between(1, 5),
            HeadLayers = draw.Between(1, 4),
        };
    }

    private static LightningDiTConfig Generator(Draws draw, int patch)
    {
        var heads = draw.Between(1, 5);
        return new LightningDiTConfig
        {
            Width = heads * draw.Of(8, 12, 20, 36, 64),
            Heads = heads,
            Depth = draw.Between(1, 4),
            PatchSize = patch,
            MlpRatio = draw.Of(1.9, 4.0),
            Classes = draw.Between(1, 6),
            QkNorm = draw.Coin(),
            SwiGlu = draw.Coin(),
            Rope = draw.Coin(),
            RmsNorm = draw.Coin(),
            WithoutShift = draw.Coin(),
            LearnSigma = draw.Coin(),
            Time = draw.Coin() ? TimeDirection.NoiseAtOne : TimeDirection.DataAtOne,
            Path = draw.Of(PathKind.Linear, PathKind.Gvp, PathKind.Vp),
            Prediction = draw.Of(PredictionKind.Velocity, PredictionKind.Velocity, PredictionKind.Noise, PredictionKind.Score),
        };
    }

    private sealed class Draws(ulong seed)
    {
        private ulong _index;

        public int Between(int first, int end) => first + (int)PhiloxNoise.NextInt64(seed, 77, _index++, end - first);

        public bool Coin() => Between(0, 2) == 0;

        public T Of<T>(params T[] choices) => choices[Between(0, choices.Length)];
    }
}
