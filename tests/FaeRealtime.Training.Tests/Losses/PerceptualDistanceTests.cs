using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Testing;
using FaeRealtime.Training.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Losses;

public sealed class PerceptualDistanceTests : IDisposable
{
    private const string Real = "data/perceptual/squeezenet1_1_onnxzoo.f32.safetensors";
    private const string RealHeads = "data/perceptual/lpips_v0.1_linear_heads.safetensors";

    private readonly string _folder = Directory.CreateTempSubdirectory("fae-trunk-").FullName;
    private readonly DisposeScope _scope = torch.NewDisposeScope();

    public static TheoryData<string, int> Trunks { get; } = new() { { "squeeze", 7 }, { "alex", 5 }, { "vgg", 5 } };

    private string Trunk => Path.Combine(_folder, "trunk.safetensors");

    private string Heads => Path.Combine(_folder, "heads.safetensors");

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Trunks))]
    public void Load_AnyTrunk_IsRecognisedAndTapped(string name, int taps)
    {
        using var net = Net(name);

        Assert.Equal(taps, net.Maps(Picture(1), Picture(2)).Count);
        Assert.Equal(0, net.Mean(Picture(1), Picture(1)).ToDouble());
    }

    [Theory]
    [MemberData(nameof(Trunks))]
    public void Mean_HeadsOfTwo_IsTwiceTheUnweightedDistance(string name, int taps)
    {
        using var plain = Net(name);
        SmallTrunk.WriteHeads(Heads, taps, 2, $"{name}.");
        using var weighted = PerceptualDistance.Load(Trunk, Heads);

        Assert.Equal(2 * plain.Mean(Picture(1), Picture(2)).ToDouble(), weighted.Mean(Picture(1), Picture(2)).ToDouble(), 4);
    }

    [Fact]
    public void Mean_OfTwoPictures_IsPositiveAndSymmetric()
    {
        using var net = Net();

        var there = net.Mean(Picture(1), Picture(2)).ToDouble();

        Assert.True(there > 0);
        Assert.Equal(there, net.Mean(Picture(2), Picture(1)).ToDouble(), 5);
    }

    [Fact]
    public void Each_OfABatch_IsThatOfItsPairs()
    {
        using var net = Net();
        var pairs = new[] { (Picture(1), Picture(2)), (Picture(3), Picture(4)) };

        var together = net.Each(torch.cat([pairs[0].Item1, pairs[1].Item1], 0), torch.cat([pairs[0].Item2, pairs[1].Item2], 0));

        Assert.Equal([2, 1, 1, 1], together.shape);
        for (var i = 0; i < pairs.Length; i++)
        {
            Assert.Equal(net.Mean(pairs[i].Item1, pairs[i].Item2).ToDouble(), together[i].ToDouble(), 5);
        }
    }

    [Fact]
    public void Unit_OfTaps_HasLengthOnePerPlace()
    {
        using var net = Net();

        foreach (var tap in net.Taps(Picture(1)))
        {
            // A place where every channel is off stays zero.
            Assert.All(PerceptualDistance.Unit(tap).square().sum(1).data<float>().ToArray(), length => Assert.True(length < 1e-6 || Math.Abs(length - 1) < 1e-5));
        }
    }

    [Fact]
    public void Unit_OfZeros_HasAFiniteGradient()
    {
        var off = torch.zeros([1, 4, 2, 2]).requires_grad_();

        PerceptualDistance.Unit(off).sum().backward();

        Assert.All(off.grad!.data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Mean_Backward_ReachesOnlyThePaintedPicture()
    {
        using var net = Net();
        var (decoded, image) = (Picture(1).requires_grad_(), Picture(2).requires_grad_());

        net.Mean(decoded, image).backward();

        Assert.True(decoded.grad!.abs().sum().ToDouble() > 0);
        Assert.Null(image.grad);
    }

    [Fact]
    public void Load_FileWithoutALayer_NamesTrunkAndKey()
    {
        SmallTrunk.Write(Trunk, TrunkLayout.SqueezeNet, without: "features.7.squeeze.bias");

        var failure = Assert.Throws<CheckpointException>(() => PerceptualDistance.Load(Trunk));

        Assert.Contains("'squeeze'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("features.7.squeeze.bias", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AnotherNetwork_NamesTheThreeThatItKnows()
    {
        SmallTrunk.WriteHeads(Trunk, 3, 1);

        var failure = Assert.Throws<CheckpointException>(() => PerceptualDistance.Load(Trunk));

        Assert.Contains("SqueezeNet 1.1, AlexNet or VGG16", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, SmallTrunk.Channels)] // One tap without a head.
    [InlineData(6, SmallTrunk.Channels)]
    [InlineData(5, SmallTrunk.Channels + 1)]
    public void Load_HeadsOfAnotherTrunk_AreRefused(int heads, int channels)
    {
        SmallTrunk.Write(Trunk, TrunkLayout.AlexNet);
        SmallTrunk.WriteHeads(Heads, heads, 1, channels: channels);

        var failure = Assert.Throws<CheckpointException>(() => PerceptualDistance.Load(Trunk, Heads));

        Assert.Contains("'alex'", failure.Message, StringComparison.Ordinal);
    }

    [SharedTheory(Real)]
    [InlineData(false)]
    [InlineData(true)]
    public void Mean_WithImageNetWeights_GrowsWithNoise(bool learned)
    {
        using var net = PerceptualDistance.Load(SharedData.Path(Real), learned ? SharedData.Path(RealHeads) : null);
        var image = Picture(1, side: 64);
        var noise = Picture(2, side: 64);

        double[] distances = [.. new[] { 0.05, 0.2, 0.8 }.Select(strength => net.Mean(image + (noise * strength), image).ToDouble())];

        Assert.Equal(distances.Order(), distances);
        Assert.True(distances[0] > 0);
    }

    private static torch.Tensor Picture(ulong seed, int side = 48)
    {
        var values = new double[3 * side * side];
        PhiloxNoise.FillUniform(seed, 0, 0, values);
        return torch.tensor(Array.ConvertAll(values, value => (float)((2 * value) - 1)), [1, 3, side, side]);
    }

    private PerceptualDistance Net(string name = "squeeze")
    {
        SmallTrunk.Write(Trunk, TrunkLayout.All.Single(layout => layout.Name == name));
        return PerceptualDistance.Load(Trunk);
    }
}
