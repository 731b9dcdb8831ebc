using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Testing;
using FaeRealtime.Training.Losses;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Losses;

public sealed class SqueezeNetPerceptualTests : IDisposable
{
    private const string Real = "data/perceptual/squeezenet1_1_onnxzoo.f32.safetensors";

    private readonly string path = Path.Combine(Path.GetTempPath(), $"fae-squeeze-{Guid.NewGuid():N}.safetensors");

    public SqueezeNetPerceptualTests() => SmallSqueezeNet.Write(path);

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Distance_OfEqualPictures_IsZero()
    {
        using var scope = torch.NewDisposeScope();
        using var net = SqueezeNetPerceptual.Load(path);
        var picture = Picture(1);

        Assert.Equal(0, net.Distance(picture, picture.clone()).ToDouble());
    }

    [Fact]
    public void Distance_OfTwoPictures_IsPositiveAndSymmetric()
    {
        using var scope = torch.NewDisposeScope();
        using var net = SqueezeNetPerceptual.Load(path);

        var there = net.Distance(Picture(1), Picture(2)).ToDouble();

        Assert.True(there > 0);
        Assert.Equal(there, net.Distance(Picture(2), Picture(1)).ToDouble(), 5);
    }

    [Fact]
    public void Distance_OfABatch_IsTheMeanOfItsPairs()
    {
        using var scope = torch.NewDisposeScope();
        using var net = SqueezeNetPerceptual.Load(path);
        var pairs = new[] { (Picture(1), Picture(2)), (Picture(3), Picture(4)) };

        var each = pairs.Average(pair => net.Distance(pair.Item1, pair.Item2).ToDouble());
        var together = net.Distance(torch.cat([pairs[0].Item1, pairs[1].Item1], 0), torch.cat([pairs[0].Item2, pairs[1].Item2], 0)).ToDouble();

        Assert.Equal(each, together, 5);
    }

    [Fact]
    public void Taps_OfAPicture_AreSevenOfUnitLengthPerPlace()
    {
        using var scope = torch.NewDisposeScope();
        using var net = SqueezeNetPerceptual.Load(path);

        var taps = net.Taps(Picture(1));

        Assert.Equal(7, taps.Count);
        foreach (var tap in taps)
        {
            // A place where every channel is off stays zero.
            Assert.All(tap.square().sum(1).data<float>().ToArray(), length => Assert.True(length < 1e-3 || Math.Abs(length - 1) < 1e-3));
        }
    }

    [Fact]
    public void Distance_Backward_ReachesOnlyThePaintedPicture()
    {
        using var scope = torch.NewDisposeScope();
        using var net = SqueezeNetPerceptual.Load(path);
        var (painted, picture) = (Picture(1).requires_grad_(), Picture(2).requires_grad_());

        net.Distance(painted, picture).backward();

        Assert.True(painted.grad!.abs().sum().ToDouble() > 0);
        Assert.Null(picture.grad);
    }

    [Fact]
    public void Load_FileWithoutALayer_NamesTheKey()
    {
        SmallSqueezeNet.Write(path, without: "features.7.squeeze.bias");

        var failure = Assert.Throws<CheckpointException>(() => SqueezeNetPerceptual.Load(path));

        Assert.Contains("features.7.squeeze.bias", failure.Message, StringComparison.Ordinal);
    }

    [SharedFact(Real)]
    public void Distance_WithImageNetWeights_GrowsWithNoise()
    {
        using var scope = torch.NewDisposeScope();
        using var net = SqueezeNetPerceptual.Load(SharedData.Path(Real));
        var picture = Picture(1, side: 64);
        var noise = Picture(2, side: 64) - 0.5;

        double[] distances = [.. new[] { 0.05, 0.2, 0.8 }.Select(strength => net.Distance(picture + (noise * strength), picture).ToDouble())];

        Assert.Equal(distances.Order(), distances);
        Assert.True(distances[0] > 0);
    }

    private static torch.Tensor Picture(ulong seed, int side = 48)
    {
        var values = new double[3 * side * side];
        PhiloxNoise.FillUniform(seed, 0, 0, values);
        return torch.tensor(Array.ConvertAll(values, value => (float)value), [1, 3, side, side]);
    }
}
