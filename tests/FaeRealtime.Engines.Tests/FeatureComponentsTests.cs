using FaeRealtime.Core.Errors;
using FaeRealtime.Cpu.Tests;

namespace FaeRealtime.Engines.Tests;

public sealed class FeatureComponentsTests
{
    private const int Rows = 60;
    private const int Width = 700;

    /// <summary>Pictures drawn along three axes with deviations 4, 2 and 1 in two groups that lie far apart.</summary>
    [Fact]
    public void Fit_DrawnAlongAxes_FindsThemInTheirOrder()
    {
        var (rows, groups, axes) = Drawn();
        var found = FeatureComponents.Fit(rows, groups, 3, null, default);

        Assert.Equal(3, found.Vectors.Count);
        for (var i = 0; i < 3; i++)
        {
            var deviation = Length(found.Vectors[i]);
            Assert.InRange(deviation, 0.7 * (4 >> i), 1.3 * (4 >> i));
            Assert.InRange(Math.Abs(Product(found.Vectors[i], axes[i])) / deviation, 0.97, 1.001);
            Assert.True(found.Vectors[i].MaxBy(Math.Abs) > 0);
        }

        Assert.InRange(found.Shares[0], 0.6, 0.9);
        Assert.Equal(found.Shares.OrderDescending(), found.Shares);
        Assert.InRange(Math.Abs(Product(found.Vectors[0], found.Vectors[1])), 0, 1e-3);
    }

    [Fact]
    public void Fit_Twice_SameBits()
    {
        float[][] Vectors() => [.. FeatureComponents.Fit(Drawn().Rows, Drawn().Groups, 5, null, default).Vectors];
        Assert.Equal(Vectors(), Vectors());
    }

    [Fact]
    public void Fit_TooFewPictures_SaysHowManyThereAre() => Assert.Contains(
        "which have 58 at most",
        Assert.Throws<ShapeException>(() => FeatureComponents.Fit(Drawn().Rows, Drawn().Groups, 59, null, default)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Fit_Cancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => FeatureComponents.Fit(Drawn().Rows, Drawn().Groups, 3, null, source.Token));
    }

    private static (float[][] Rows, int[] Groups, float[][] Axes) Drawn()
    {
        float[][] axes = [.. Enumerable.Range(0, 3).Select(i => Unit(Numbers.Normal((ulong)i + 50, Width)))];
        var scores = Numbers.Normal(7, Rows * 3);
        int[] groups = [.. Enumerable.Range(0, Rows).Select(row => row % 2)];
        float[][] rows = [.. groups.Select((group, row) => Enumerable.Range(0, Width).Select(column =>
            (group * 30f * (column % 5)) + Enumerable.Range(0, 3).Sum(i => (4 >> i) * scores[(row * 3) + i] * axes[i][column])).ToArray())];
        return (rows, groups, axes);
    }

    private static float[] Unit(float[] values) => Array.ConvertAll(values, value => value / (float)Length(values));

    private static double Length(float[] values) => Math.Sqrt(Product(values, values));

    private static double Product(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
