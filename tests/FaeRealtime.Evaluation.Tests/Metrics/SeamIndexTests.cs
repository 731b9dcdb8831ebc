using FaeRealtime.Evaluation.Metrics;
using static TorchSharp.torch;

namespace FaeRealtime.Evaluation.Tests.Metrics;

public sealed class SeamIndexTests
{
    private const int Patch = 8;
    private const int Side = 32;

    [Fact]
    public void Value_NoiseWithoutAGrid_IsOne() => Assert.Equal(1, Of(Noise())!.Value, 0.08);

    /// <summary>A step of one level at every border, on a picture whose other jumps are known: |d₀ − ½(d₋₁ + d₁)| by hand.</summary>
    [Fact]
    public void Value_OneRow_IsTheRatioByHand()
    {
        // Jumps before pixels 2, 3, 4, 5, 6 of 0 0 1 1 5 5 5 5: steps 0 1 0 4 0 0 0.
        var row = tensor([0f, 0, 1, 1, 5, 5, 5, 5]).reshape(1, 1, 1, 8);
        double[] jumps = [1 - 0, 0 - 2.5, 4 - 0, 0 - 2, 0 - 0];
        var index = new SeamIndex(4);

        index.Add(row);

        var elsewhere = (Math.Abs(jumps[0]) + Math.Abs(jumps[1]) + Math.Abs(jumps[3]) + Math.Abs(jumps[4])) / 4;
        Assert.Equal(jumps[2] / elsewhere, index.Value!.Value, 1e-6);
    }

    [Fact]
    public void Value_PatchesOfDifferentBrightness_RisesWithTheStep()
    {
        var offsets = randn([4, 3, Side / Patch, 1, Side / Patch, 1], generator: new Generator(6)).expand(4, 3, Side / Patch, Patch, Side / Patch, Patch).reshape(4, 3, Side, Side);
        var (little, much) = (Of(Noise() + (offsets * 0.5f))!.Value, Of(Noise() + (offsets * 3))!.Value);

        Assert.InRange(little, 1.02, 1.6);
        Assert.InRange(much, 1.6, 5);
    }

    [Fact]
    public void Value_GridElsewhere_IsNotSeen()
    {
        var picture = Noise();
        picture.narrow(3, 3, 1).add_(4); // no column of the grid

        Assert.True(Of(picture)!.Value < 1);
    }

    [Fact]
    public void Value_ASlope_IsNothing()
    {
        Assert.Null(Of(arange(0, Side, dtype: ScalarType.Float32).expand(1, 3, Side, Side)));
        Assert.Null(new SeamIndex(Patch).Value);
        Assert.Null(Of(Noise(), patch: Side));
    }

    [Fact]
    public void Value_InParts_IsThatOfAll()
    {
        var images = Noise();
        var index = new SeamIndex(Patch);
        index.Add(images.narrow(0, 0, 1));
        index.Add(images.narrow(0, 1, 3));

        Assert.Equal(Of(images)!.Value, index.Value!.Value, 1e-9);
    }

    private static double? Of(Tensor images, int patch = Patch)
    {
        var index = new SeamIndex(patch);
        index.Add(images);
        return index.Value;
    }

    private static Tensor Noise() => randn([4, 3, Side, Side], generator: new Generator(5));
}
