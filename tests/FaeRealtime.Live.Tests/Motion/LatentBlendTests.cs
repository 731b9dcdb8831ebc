using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Motion;

public sealed class LatentBlendTests
{
    private const int Channels = 16;
    private const int Length = Channels * 64;

    [Fact]
    public void Blend_AtEnds_GivesTheLatents()
    {
        var (from, to) = (Noise(1), Noise(2));
        Assert.Equal(from, Blend(from, to, 0), Close);
        Assert.Equal(to, Blend(from, to, 1), Close);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Blend_IndependentNoises_KeepsVariance(double t)
    {
        var mixed = Blend(Noise(1), Noise(2), t);
        var variance = mixed.Sum(value => (double)value * value) / mixed.Length;

        // A straight mean has (1−t)² + t²: 0.5 half-way. Positions beyond 90° apart lose a little by the cap.
        Assert.InRange(variance, 0.85, 1.1);
    }

    [Fact]
    public void Blend_SharedPositions_StayExact()
    {
        var (from, to) = (Noise(1), Noise(2));
        for (var channel = 0; channel < Channels; channel++)
        {
            to[(channel * 64) + 5] = from[(channel * 64) + 5];
        }

        var mixed = Blend(from, to, 0.37);
        for (var channel = 0; channel < Channels; channel++)
        {
            Assert.Equal(from[(channel * 64) + 5], mixed[(channel * 64) + 5], Close);
        }
    }

    [Fact]
    public void Blend_Opposed_StaysFiniteAndSmall()
    {
        var from = Noise(1);
        var mixed = Blend(from, [.. from.Select(value => -value)], 0.5);
        Assert.All(mixed, value => Assert.InRange(value, -1e-5f, 1e-5f));
    }

    [Fact]
    public void Blend_SmallSteps_NeighboursMuchCloserThanEnds()
    {
        var (from, to) = (Noise(3), Noise(4));
        var path = Enumerable.Range(0, 41).Select(i => Blend(from, to, i / 40.0)).ToArray();
        var ends = Distance(path[0], path[^1]);
        for (var i = 1; i < path.Length; i++)
        {
            Assert.True(Distance(path[i - 1], path[i]) < 0.1 * ends, $"step {i}");
        }
    }

    [Fact]
    public void Blend_LengthsDiffer_ThrowsShapeException() =>
        Assert.Throws<ShapeException>(() => LatentBlend.Blend(new float[16], new float[32], 0.5, 4, InterpolationKind.Gaussian, new float[16]));

    private static float[] Noise(ulong seed)
    {
        var noise = new float[Length];
        PhiloxNoise.FillNormal(seed, 0, 0, noise);
        return noise;
    }

    private static float[] Blend(float[] from, float[] to, double t)
    {
        var mixed = new float[Length];
        LatentBlend.Blend(from, to, t, Channels, InterpolationKind.Gaussian, mixed);
        return mixed;
    }

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-5f;
}
