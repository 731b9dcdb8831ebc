using FaeRealtime.Core.Config;
using FaeRealtime.Models.Encoders;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests;

/// <summary>A parameter that no gradient reaches would stay at its random value for ever.</summary>
public sealed class GradientReachTests
{
    public static TheoryData<AutoencoderConfig> Encoders => new(
        SmallNetworks.Attention,
        SmallNetworks.Attention with { PreNorm = true, PreNormKind = NormKind.RmsNorm, QkNorm = true, Rope = true, Activation = ActivationKind.Silu },
        SmallNetworks.Attention with { Kind = AutoencoderKind.Linear, PreNorm = true },
        SmallNetworks.Attention with { Kind = AutoencoderKind.Transformer, Depth = 2, QkNorm = true, Rope = true });

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Encode_Backward_ReachesEveryParameter(AutoencoderConfig config)
    {
        using var network = SmallNetworks.Encoder(config);
        var (mean, logVariance) = network.Encode(Noise.Normal(1, 2, 9, SmallNetworks.FeatureWidth));

        (mean.square().sum() + logVariance.square().sum()).backward();

        AssertReached(network);
    }

    [Fact]
    public void FeatureDecoder_Backward_ReachesEveryParameter()
    {
        using var network = SmallNetworks.FeatureDecoder();

        network.forward(Noise.Normal(1, 2, 4, 3, 3)).square().sum().backward();

        AssertReached(network);
    }

    [Theory]
    [InlineData(PixelHeadKind.Linear)]
    [InlineData(PixelHeadKind.Overlap)]
    [InlineData(PixelHeadKind.Convolution)]
    public void PixelDecoder_Backward_ReachesEveryParameter(PixelHeadKind head)
    {
        using var network = SmallNetworks.PixelDecoder(config: SmallNetworks.ConvolutionPixels with { Head = head });

        network.forward(Noise.Normal(1, 2, 9, SmallNetworks.FeatureWidth)).square().sum().backward();

        AssertReached(network);
    }

    [Fact]
    public void RaePixelDecoder_Backward_ReachesEveryParameter()
    {
        using var network = SmallNetworks.PixelDecoder(config: SmallNetworks.RaePixels);
        Noise.Disturb(network);

        network.forward(Noise.Normal(1, 2, 16, SmallNetworks.FeatureWidth)).square().sum().backward();

        AssertReached(network);
        Assert.Null(network.get_parameter("pos_embed"));
    }

    [Fact]
    public void Siglip_Backward_ReachesEveryParameterButUnusedTableRows()
    {
        using var network = SmallNetworks.Siglip();
        var pictures = SiglipModel.Normalise(network.Vision.Encode(Noise.Normal(1, 3, 3, 12, 12)).Pooled!);
        var texts = SiglipModel.Normalise(network.Text.Encode(tensor([1L, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 3, 3, 3, 1, 1, 1], [3, 6])).Pooled);

        SiglipModel.Loss(network.Logits(pictures, texts)).backward();

        AssertReached(network);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LightningDiT_Backward_ReachesEveryParameter(bool otherFlags)
    {
        var config = otherFlags
            ? SmallNetworks.Generation with { QkNorm = true, RmsNorm = false, SwiGlu = false, Rope = false, WithoutShift = true }
            : SmallNetworks.Generation with { QkNorm = true };
        using var network = SmallNetworks.Generator(config);
        Noise.Disturb(network);

        network.forward(Noise.Normal(1, 3, 4, 3, 3), tensor([0.1f, 0.5f, 0.9f]), tensor([0L, 2L, 5L])).square().sum().backward();

        AssertReached(network);
    }

    public static TheoryData<MMDiTConfig> TextToImage => new(SmallNetworks.TextToImage, SmallNetworks.TextToImageNormed, SmallNetworks.TextToImagePaper);

    [Theory]
    [MemberData(nameof(TextToImage))]
    public void MMDiT_Backward_ReachesEveryParameterButWhatTheLastTextAsks(MMDiTConfig config)
    {
        using var network = SmallNetworks.TextGenerator(config);
        var pooled = config.PooledWidth is null ? null : Noise.Normal(3, 3, 10);

        network.Velocity(Noise.Normal(1, 3, 4, 3, 3), tensor([0.1f, 0.5f, 0.9f]) * config.TimeScale, Noise.Normal(2, 3, 7, 6), pooled).square().sum().backward();

        // The last block answers the image alone, so the text's queries there are asked in vain.
        AssertReached(network, except: "joint_blocks.1.context_block.attn.ln_q.weight");
    }

    [Fact]
    public void Student_BackwardFromItsStart_ReachesTheTargetTime()
    {
        using var teacher = SmallNetworks.Generator(seed: 8);
        Noise.Disturb(teacher);
        using var network = SmallNetworks.Student();
        network.InitialiseFrom(teacher);

        network.Average(Noise.Normal(1, 2, 4, 3, 3), tensor([0.5f, 0.9f]), tensor([0.1f, 0f]), tensor([0L, 5L])).square().sum().backward();

        Assert.NotEqual(0, network.get_parameter("r_embedder.mlp.2.weight")!.grad!.abs().max().ToDouble());
        Assert.NotEqual(0, network.get_parameter("r_embedder.mlp.2.bias")!.grad!.abs().max().ToDouble());
    }

    [Fact]
    public void Student_BackwardOnceTrained_ReachesEveryParameter()
    {
        using var network = SmallNetworks.Student(SmallNetworks.Generation with { QkNorm = true });

        network.Average(Noise.Normal(1, 3, 4, 3, 3), tensor([0.1f, 0.5f, 0.9f]), tensor([0f, 0.2f, 0.9f]), tensor([0L, 2L, 5L])).square().sum().backward();

        AssertReached(network);
    }

    [Fact]
    public void Features_Always_HaveNoGradientAndServeALaterBackward()
    {
        using var vit = SmallNetworks.Vit();
        using var encoder = SmallNetworks.Encoder();

        var features = vit.Features(Noise.Normal(1, 2, 3, 12, 12).sigmoid());
        encoder.Encode(features).Mean.sum().backward();

        Assert.False(features.requires_grad);
        Assert.All(vit.parameters(), parameter => Assert.Null(parameter.grad));
        Assert.NotNull(encoder.get_parameter("linear1.weight")!.grad);
    }

    private static void AssertReached(nn.Module network, string? except = null)
    {
        var untouched = network.named_parameters()
            .Where(entry => entry.name != except)
            .Where(entry => entry.parameter.grad is not { } gradient || gradient.abs().max().ToDouble() == 0)
            .Select(entry => entry.name);

        Assert.Empty(untouched);
    }
}
