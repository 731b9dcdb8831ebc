using FaeRealtime.Core.Noise;

namespace FaeRealtime.Core.Tests.Noise;

public sealed class PhiloxNoiseTests
{
    private const int Count = 1000;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 7)]
    [InlineData(499, 333)]
    [InlineData(999, 1)]
    public void FillNormal_AnyOffset_SameValues(int offset, int length)
    {
        var all = Normals(17, 2, 0, Count);

        Assert.Equal(all[offset..Math.Min(Count, offset + length)], Normals(17, 2, (ulong)offset, Math.Min(Count, offset + length) - offset));
    }

    [Fact]
    public void FillUniform_AnySplit_SameValues()
    {
        var all = new double[Count];
        PhiloxNoise.FillUniform(17, 2, 5, all);
        var pieces = new double[Count];
        for (int at = 0, size = 1; at < Count; at += size++)
        {
            PhiloxNoise.FillUniform(17, 2, (ulong)(5 + at), pieces.AsSpan(at, Math.Min(size, Count - at)));
        }

        Assert.Equal(all, pieces);
    }

    [Fact]
    public void FillNormal_Seed17_StaysThePictureItIs()
    {
        // Computed independently (Python: Philox4x32-10 over counters 0 to 2, 53-bit halves, Box–Muller in double).
        var expected = new[] { 1.50224221f, 0.25558728f, -0.197175577f, 2.06303883f, -1.09294796f, 1.00163531f };

        Assert.Equal(expected, Normals(17, 0, 0, expected.Length));
    }

    [Fact]
    public void FillNormal_EmptyDestination_DoesNothing() => PhiloxNoise.FillNormal(1, 0, 3, []);

    [Fact]
    public void FillNormal_ManyValues_StandardNormal()
    {
        var values = Normals(3, 0, 0, 400_000);
        var mean = values.Average(value => (double)value);
        double Moment(int power) => values.Average(value => Math.Pow(value, power));

        // Six standard errors of each estimate.
        Assert.InRange(mean, -0.0095, 0.0095);
        Assert.InRange(Moment(2), 1 - 0.0135, 1 + 0.0135);
        Assert.InRange(Moment(3), -0.037, 0.037);
        Assert.InRange(Moment(4), 3 - 0.094, 3 + 0.094);
    }

    [Theory]
    [InlineData(1, 0, 2, 0)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 0, 1UL << 32, 0)]
    public void FillNormal_OtherSeedOrStream_Uncorrelated(ulong seedA, ulong streamA, ulong seedB, ulong streamB)
    {
        const int many = 100_000;
        var a = Normals(seedA, streamA, 0, many);
        var b = Normals(seedB, streamB, 0, many);

        Assert.InRange(a.Zip(b, (x, y) => (double)x * y).Average(), -0.019, 0.019);
    }

    [Fact]
    public void FillUniform_ManyValues_UnitIntervalEvenly()
    {
        var values = new double[100_000];
        PhiloxNoise.FillUniform(5, 1, 0, values);
        var bins = values.GroupBy(value => (int)(value * 10)).ToDictionary(group => group.Key, group => group.Count());

        Assert.Equal(Enumerable.Range(0, 10), bins.Keys.Order());
        Assert.All(bins.Values, count => Assert.InRange(count, 10_000 - 570, 10_000 + 570));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(long.MaxValue)]
    public void NextInt64_AnyMaximum_InRange(long exclusiveMax)
    {
        for (var index = 0UL; index < 2000; index++)
        {
            Assert.InRange(PhiloxNoise.NextInt64(9, 0, index, exclusiveMax), 0, exclusiveMax - 1);
        }
    }

    [Fact]
    public void NextInt64_SmallMaximum_EveryValueAboutEqually()
    {
        var counts = new int[7];
        for (var index = 0UL; index < 70_000; index++)
        {
            counts[PhiloxNoise.NextInt64(9, 0, index, 7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 10_000 - 560, 10_000 + 560));
    }

    [Fact]
    public void NextInt64_MaximumZero_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PhiloxNoise.NextInt64(1, 0, 0, 0));

    private static float[] Normals(ulong seed, ulong stream, ulong offset, int count)
    {
        var values = new float[count];
        PhiloxNoise.FillNormal(seed, stream, offset, values);
        return values;
    }
}
