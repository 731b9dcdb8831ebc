using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Live.Motion;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Motion;

public sealed class FeatureBlendTests
{
    // No multiple of any vector's width.
    private const int Width = 37;
    private const int Tokens = 9;

    [Theory]
    [InlineData(InterpolationKind.Gaussian)]
    [InlineData(InterpolationKind.Slerp)]
    [InlineData(InterpolationKind.Lerp)]
    public void Blend_AtEnds_GivesTheFeatures(InterpolationKind interpolation)
    {
        var (from, to) = (Noise(1), Noise(2));
        Assert.Equal(from, Blend(from, to, 0, interpolation));
        Assert.Equal(to, Blend(from, to, 1, interpolation));
    }

    [Fact]
    public void Blend_Gaussian_KeepsEveryTokensLength()
    {
        // Within 90° of each other, as features are: beyond, the gain is capped.
        var from = Noise(1);
        float[] to = [.. Noise(2).Zip(from, (a, b) => a + (0.7f * b))];
        var mixed = Blend(from, to, 0.3, InterpolationKind.Gaussian);
        for (var token = 0; token < Tokens; token++)
        {
            Assert.Equal((0.7 * Length(from, token)) + (0.3 * Length(to, token)), Length(mixed, token), 1e-4);
        }
    }

    [Fact]
    public void Blend_Lerp_IsStraightAndShorter()
    {
        var (from, to) = (Noise(1), Noise(2));
        var mixed = Blend(from, to, 0.5, InterpolationKind.Lerp);
        Assert.All(Enumerable.Range(0, mixed.Length), i => Assert.Equal((from[i] + to[i]) / 2.0, mixed[i], 1e-6));
        Assert.True(Enumerable.Range(0, Tokens).Average(token => Length(mixed, token)) < 0.85 * Enumerable.Range(0, Tokens).Average(token => Length(from, token)));
    }

    [Fact]
    public void Blend_Slerp_KeepsTheWholeLength()
    {
        var (from, to) = (Noise(1), Noise(2));
        var mixed = Blend(from, to, 0.5, InterpolationKind.Slerp);
        double[] ends = [Square(from), Square(to)];
        Assert.InRange(Square(mixed), 0.95 * ends.Min(), 1.05 * ends.Max());
    }

    [Fact]
    public void Blend_SharedToken_StaysExactAndOpposedOnesStaySmall()
    {
        var (from, to) = (Noise(1), Noise(2));
        from.AsSpan(Width, Width).CopyTo(to.AsSpan(Width));
        for (var i = 0; i < Width; i++)
        {
            to[i] = -from[i];
        }

        var mixed = Blend(from, to, 0.5, InterpolationKind.Gaussian);
        Assert.All(Enumerable.Range(Width, Width), i => Assert.Equal(from[i], mixed[i], 1e-5f));
        Assert.All(mixed[..Width], value => Assert.InRange(value, -1e-5f, 1e-5f));
    }

    [Fact]
    public void Blend_IntoItsOwnEnd_GivesTheSame()
    {
        var (from, to) = (Noise(1), Noise(2));
        var expected = Blend(from, to, 0.4, InterpolationKind.Gaussian);
        FeatureBlend.Blend(from, to, 0.4, Width, InterpolationKind.Gaussian, to);
        Assert.Equal(expected, to);
    }

    [Fact]
    public void Blend_LengthsDiffer_ThrowsShapeException() =>
        Assert.Throws<ShapeException>(() => FeatureBlend.Blend(new float[8], new float[8], 0.5, 3, InterpolationKind.Gaussian, new float[8]));

    private static double Square(float[] values) => values.Sum(value => (double)value * value);

    private static double Length(float[] features, int token) => Math.Sqrt(features.Skip(token * Width).Take(Width).Sum(value => (double)value * value));

    private static float[] Noise(ulong seed)
    {
        var noise = new float[Tokens * Width];
        PhiloxNoise.FillNormal(seed, 0, 0, noise);
        return noise;
    }

    private static float[] Blend(float[] from, float[] to, double t, InterpolationKind interpolation)
    {
        var mixed = new float[from.Length];
        FeatureBlend.Blend(from, to, t, Width, interpolation, mixed);
        return mixed;
    }
}
