using FaeRealtime.Core.Errors;
using FaeRealtime.Models.Generators.TextToImage;
using FaeRealtime.Models.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Tests.Generators.TextToImage;

public sealed class MMDiTTests
{
    private static readonly Tensor X = Noise.Normal(1, 2, 4, 3, 3);
    private static readonly Tensor Times = tensor([100f, 700f]);
    private static readonly Tensor Text = Noise.Normal(2, 2, 7, 6);
    private static readonly Tensor Pooled = Noise.Normal(3, 2, 10);

    [Fact]
    public void Initialise_Untrained_AnswersZeroWhateverTheText()
    {
        using var network = new MMDiT(SmallNetworks.TextToImage, SmallNetworks.Latent);
        network.Initialise(1);

        Assert.Equal(0, network.Velocity(X, Times, Text, Pooled).abs().max().ToDouble());
        Assert.Equal([2L, 4L, 3L, 3L], network.Velocity(X, Times, Text).shape);
    }

    [Fact]
    public void Initialise_SameSeed_SameWeights()
    {
        using var one = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper, seed: 5);
        using var same = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper, seed: 5);
        using var other = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper, seed: 6);

        Assert.Equal(0, Noise.MaxDifference(one.get_parameter("context_pos_embed")!, same.get_parameter("context_pos_embed")!));
        Assert.NotEqual(0, Noise.MaxDifference(one.get_parameter("context_pos_embed")!, other.get_parameter("context_pos_embed")!));
    }

    /// <summary>Attention takes text tokens as a set; only learned positions tell their order.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Velocity_TextTokensInAnotherOrder_ChangesItOnlyWithTextPositions(bool positions)
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImageNormed with { TextPositions = positions });

        var difference = Noise.MaxDifference(network.Velocity(X, Times, Text, Pooled), network.Velocity(X, Times, Text.flip(1), Pooled));

        Assert.True(positions ? difference > 1e-2 : difference < 1e-4, $"{difference}");
    }

    [Fact]
    public void Velocity_EachOfItsConditions_ChangesIt()
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImageNormed);
        var plain = network.Velocity(X, Times, Text, Pooled);

        Assert.True(Noise.MaxDifference(plain, network.Velocity(X, Times.flip(0), Text, Pooled)) > 1e-2);
        Assert.True(Noise.MaxDifference(plain, network.Velocity(X, Times, Text.narrow(1, 0, 4), Pooled)) > 1e-2);
        Assert.True(Noise.MaxDifference(plain, network.Velocity(X, Times, Text, Pooled.flip(0))) > 1e-2);
        Assert.True(Noise.MaxDifference(plain, network.Velocity(X, Times, Text)) > 1e-2);
    }

    [Fact]
    public void Velocity_EachPicture_IsAnsweredByItself()
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImageNormed);

        var both = network.Velocity(X, Times, Text, Pooled);
        var second = network.Velocity(X.narrow(0, 1, 1), Times.narrow(0, 1, 1), Text.narrow(0, 1, 1), Pooled.narrow(0, 1, 1));

        Assert.True(Noise.MaxDifference(both.narrow(0, 1, 1), second) < 1e-4);
    }

    [Fact]
    public void Velocity_SmallerPicture_TakesTheMiddleOfThePositions()
    {
        using var network = SmallNetworks.TextGenerator();
        var table = SinCosPositions.Table(32, 5, device: null).view(5, 5, 32); // [M, M, D]

        // Two of five rows and three of five columns: (5 − 2) / 2 = 1 is left out above, (5 − 3) / 2 = 1 at the left.
        Assert.Equal(0, Noise.MaxDifference(table.narrow(0, 1, 2).narrow(1, 1, 3).reshape(1, 6, 32), network.Positions(2, 3)));
        Assert.Equal([1L, 4L, 2L, 5L], network.Velocity(Noise.Normal(4, 1, 4, 2, 5), Times.narrow(0, 0, 1), Text.narrow(0, 0, 1)).shape);
    }

    [Fact]
    public void Velocity_InBfloat16_IsNearTheFullOne()
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper);
        var full = network.Velocity(X, Times / 1000, Text);

        var rounded = network.Lower(ScalarType.BFloat16).Velocity(X, Times / 1000, Text);

        Assert.Equal(ScalarType.Float32, rounded.dtype);
        var share = ((full - rounded).norm() / full.norm()).ToDouble();
        Assert.InRange(share, 1e-5, 0.05);
    }

    [Fact]
    public void Velocity_ShapesThatDoNotFit_AreRefusedWithBoth()
    {
        using var network = SmallNetworks.TextGenerator(SmallNetworks.TextToImage with { PatchSize = 1 });
        using var unpooled = SmallNetworks.TextGenerator(SmallNetworks.TextToImagePaper);

        Refused("[2, 4, 6, 3]; its sides must be multiples of the patch size 1 up to 5", () => network.Velocity(zeros([2, 4, 6, 3]), Times, Text));
        Refused("[2, 3, 3, 3], it must be [any, 4, any, any]", () => network.Velocity(zeros([2, 3, 3, 3]), Times, Text));
        Refused("t is [3], it must be [2]", () => network.Velocity(X, zeros([3]), Text));
        Refused("text is [2, 7, 5], it must be [2, any, 6]", () => network.Velocity(X, Times, zeros([2, 7, 5])));
        Refused("text has 8 tokens; this generator takes 1 to 7", () => network.Velocity(X, Times, zeros([2, 8, 6])));
        Refused("pooled text is [2, 9], it must be [2, 10]", () => network.Velocity(X, Times, Text, zeros([2, 9])));
        Refused("no place for it", () => unpooled.Velocity(X, Times, Text, Pooled));
    }

    private static void Refused(string expected, Func<Tensor> call) => Assert.Contains(expected, Assert.Throws<ShapeException>(call).Message, StringComparison.Ordinal);
}
