using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Noise;
using FaeRealtime.Sampling.Walks;
using FsCheck;
using FsCheck.Xunit;

namespace FaeRealtime.Sampling.Tests.Walks;

public sealed class PriorBlendTests
{
    [Property]
    public void Normalise_AnyWeights_SquaresSumToOneAndRatiosStay(NormalFloat[] rest, NonZeroInt last)
    {
        double[] weights = [.. rest.Select(weight => weight.Get % 1e9), last.Item];
        var (normalised, largest) = (Normalise(Seeds(weights)), weights.MaxBy(Math.Abs));
        var length = normalised.First(item => weights[(int)item.Seed] == largest).Weight;

        Assert.Equal(1, normalised.Sum(item => item.Weight * item.Weight), 12);
        Assert.All(normalised, item => Assert.Equal(weights[(int)item.Seed] / largest * length, item.Weight, 12));
    }

    [Theory]
    [InlineData(1e-9, 3e-9)]
    [InlineData(1e200, 1e200)]
    public void Normalise_SmallAndGreatWeights_SquaresSumToOne(double first, double second) =>
        Assert.Equal(1, Normalise(Seeds([first, second])).Sum(item => item.Weight * item.Weight), 12);

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new double[] { 0, 0 })]
    [InlineData(new double[] { 1, double.NaN })]
    [InlineData(new double[] { double.PositiveInfinity })]
    public void Normalise_NoDirection_Refused(double[] weights) => Assert.Throws<ConfigException>(() => Normalise(Seeds(weights)));

    [Fact]
    public void Normalise_EqualSeeds_MergedFirst()
    {
        var blend = Normalise([new WeightedSeed(7, 1), new WeightedSeed(8, 4), new WeightedSeed(7, 2), new WeightedSeed(9, 0)]);

        Assert.Equal([7UL, 8UL], blend.Select(item => item.Seed));
        Assert.Equal([0.6, 0.8], blend.Select(item => item.Weight), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Normalise_SeedsThatCancel_Refused() =>
        Assert.Throws<ConfigException>(() => Normalise([new WeightedSeed(7, 1), new WeightedSeed(7, -1)]));

    [Fact]
    public void FillNoise_OneSeed_ThatSeedsNoiseToTheBit()
    {
        Assert.Equal(Normals(17, 100), Blend(100, new WeightedSeed(17, 0.3)));
        Assert.Equal(Normals(17, 100), Blend(100, new WeightedSeed(17, 0.3), new WeightedSeed(17, 0.4), new WeightedSeed(18, 0)));
    }

    [Fact]
    public void FillNoise_Blend_WeightedSumOfTheNoises()
    {
        var expected = Normals(1, 50).Zip(Normals(2, 50), (a, b) => (0.6 * a) + (0.8 * b));

        Assert.Equal(expected, Blend(50, new WeightedSeed(1, 3), new WeightedSeed(2, 4)).Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData(0.5, 0.5, 0)]
    [InlineData(0.2, 0.3, 0.5)]
    [InlineData(1, -2, 0.1)]
    public void FillNoise_ManyElements_UnitVariance(double first, double second, double third)
    {
        var noise = Blend(200_000, new WeightedSeed(1, first), new WeightedSeed(2, second), new WeightedSeed(3, third));

        // Six standard errors.
        Assert.InRange(noise.Average(value => (double)value), -0.0135, 0.0135);
        Assert.InRange(noise.Average(value => (double)value * value), 1 - 0.019, 1 + 0.019);
    }

    private static WeightedSeed[] Seeds(double[] weights) => [.. weights.Select((weight, i) => new WeightedSeed((ulong)i, weight))];

    private static WeightedSeed[] Normalise(WeightedSeed[] blend)
    {
        var destination = new WeightedSeed[blend.Length];
        return destination[..PriorBlend.Normalise(blend, destination)];
    }

    private static float[] Blend(int count, params WeightedSeed[] blend)
    {
        var noise = new float[count];
        PriorBlend.FillNoise(blend, noise);
        return noise;
    }

    private static float[] Normals(ulong seed, int count)
    {
        var noise = new float[count];
        PhiloxNoise.FillNormal(seed, 0, 0, noise);
        return noise;
    }

    [Fact]
    public void FillStepNoise_StepsAndSeeds_EachItsOwnAndRepeatable()
    {
        static float[] Draw(ulong seed, int step)
        {
            var noise = new float[16];
            PriorBlend.FillStepNoise([new WeightedSeed(seed, 1)], step, noise);
            return noise;
        }

        var latent = new float[16];
        PriorBlend.FillNoise([new WeightedSeed(5, 1)], latent);

        Assert.Equal(Draw(5, 0), Draw(5, 0));
        Assert.NotEqual(Draw(5, 0), Draw(5, 1));
        Assert.NotEqual(Draw(5, 0), Draw(6, 0));
        Assert.NotEqual(latent, Draw(5, 0));
    }
}
