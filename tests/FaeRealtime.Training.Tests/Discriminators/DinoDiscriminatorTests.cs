using FaeRealtime.Core.Config;
using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Encoders;
using FaeRealtime.Training.Discriminators;
using FaeRealtime.Training.Recipes;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Discriminators;

public sealed class DinoDiscriminatorTests : IDisposable
{
    private const int Tokens = 16;

    private readonly DisposeScope _scope = torch.NewDisposeScope();
    private readonly VisionTransformer _encoder;
    private readonly DinoDiscriminator _network;

    public DinoDiscriminatorTests()
    {
        _encoder = VisionTransformer.Random(Small.Encoder, seed: 2);
        _network = new DinoDiscriminator(Small, _encoder, seed: 1);
    }

    /// <summary>RAE's discriminator on a ViT of four blocks.</summary>
    internal static DinoDiscriminatorRecipe Small { get; } = new()
    {
        Encoder = new VisionEncoderConfig
        {
            Name = "small-dino",
            PatchSize = 4,
            InputSize = 16,
            PretrainedGrid = 4,
            Width = 16,
            Depth = 4,
            Heads = 2,
            MlpHidden = 32,
            FeedForward = FeedForwardKind.GeluTanh,
        },
        Blocks = [1, 3, 4],
        Kernel = 5,
    };

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
    }

    /// <summary>Saved states of earlier versions have these keys.</summary>
    [Fact]
    public void Keys_OfAHead_AreThoseOfSavedStates()
    {
        string[] convolution = ["weight", "bias", "left", "right"];
        IEnumerable<string> expected =
        [
            .. new[] { "first", "wide", "last" }.SelectMany(name => convolution.Select(key => $"0.{name}.{key}")),
            "0.firstNorm.weight", "0.firstNorm.bias", "0.wideNorm.weight", "0.wideNorm.bias",
        ];
        Assert.Equal(expected.Order(), _network.Trained.state_dict().Keys.Where(key => key.StartsWith("0.", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Logits_AnyPictureSize_AreOneATokenAndHead()
    {
        Assert.Equal([2, 4 * Tokens], _network.Logits(torch.rand([2, 3, 24, 24])).shape);
    }

    [Fact]
    public void Logits_Backward_ReachPicturesAndHeadsButNotTheViT()
    {
        var images = torch.rand([2, 3, 16, 16]).requires_grad_();

        _network.Logits(images).square().sum().backward();

        Assert.True(images.grad!.abs().sum().ToDouble() > 0);
        Assert.All(_network.Trained.parameters(), parameter => Assert.NotNull(parameter.grad));
        Assert.All(_encoder.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Constructor_KeyBias_IsZeroAndTheOthersStay()
    {
        var other = new DinoDiscriminator(Small, Biased(), seed: 1);
        using (other)
        {
            var bias = Bias(other);

            Assert.All(bias[..16], value => Assert.Equal(1, value));
            Assert.All(bias[16..32], value => Assert.Equal(0, value));
            Assert.All(bias[32..], value => Assert.Equal(1, value));
        }
    }

    [Fact]
    public void EndStep_AgainAndAgain_FindsTheLargestSingularValue()
    {
        using var convolution = new SpectralConvolution(6, 4, 3, device: null);
        using (torch.no_grad())
        {
            convolution.parameters().First(parameter => parameter.ndim == 3).copy_(torch.randn([4, 6, 3], generator: new torch.Generator(3)));
        }

        convolution.Begin();
        for (var i = 0; i < 200; i++)
        {
            convolution.Iterate();
        }

        // The matrix that acts on one token's neighbourhood [from·k] has norm 1: the best input is the right singular vector.
        var best = convolution.Buffers.Single(buffer => buffer.Key == "right").Value.reshape(1, 6, 3);
        Assert.Equal(1, convolution.forward(best).select(2, 1).norm().ToDouble(), 4);
    }

    [Fact]
    public void SpectralConvolution_ShiftedTokens_ShiftTheResultAround()
    {
        var x = torch.randn([1, 16, 7], generator: new torch.Generator(3));
        var head = new DinoHead(16, 5, device: null);
        using (head)
        {
            var wide = head.Convolutions.Single(named => named.Name == "wide").Convolution;
            using (torch.no_grad())
            {
                foreach (var parameter in wide.parameters())
                {
                    parameter.copy_(torch.randn(parameter.shape, generator: new torch.Generator(4)));
                }
            }

            wide.Begin();
            var shifted = TensorExport.Values(wide.forward(x.roll(2, 2)));
            var expected = TensorExport.Values(wide.forward(x).roll(2, 2));

            Assert.All(shifted.Zip(expected), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }
    }

    [Fact]
    public void Logits_OfABatch_AreThoseOfEachPicture()
    {
        var images = torch.rand([2, 3, 16, 16]);

        var together = TensorExport.Values(_network.Logits(images));
        var apart = TensorExport.Values(torch.cat([_network.Logits(images.narrow(0, 0, 1)), _network.Logits(images.narrow(0, 1, 1))], 0));

        Assert.All(together.Zip(apart), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    private static VisionTransformer Biased()
    {
        var encoder = VisionTransformer.Random(Small.Encoder, seed: 2);
        using var guard = torch.no_grad();
        foreach (var (_, bias) in encoder.named_parameters().Where(entry => entry.name.EndsWith("qkv.bias", StringComparison.Ordinal)))
        {
            bias.fill_(1);
        }

        return encoder;
    }

    private static float[] Bias(DinoDiscriminator discriminator) =>
        TensorExport.Values(discriminator.Encoder.named_parameters().First(entry => entry.name.EndsWith("qkv.bias", StringComparison.Ordinal)).parameter);
}
