using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Parameters;

public sealed class PaintMaskTests
{
    [Fact]
    public void Weights_OfTheSameSide_AreTheDigits() =>
        Assert.Equal([0f, 1f, 5f / 15, 10f / 15], PaintMask.Weights("0f5A", 2));

    [Fact]
    public void Weights_OfAFinerMask_AreMeans() =>
        Assert.Equal([0.25f, 0f, 0f, 1f], PaintMask.Weights("f000" + "0000" + "00ff" + "00ff", 2));

    [Fact]
    public void Weights_OfACoarserMask_Repeat() =>
        Assert.Equal([1f, 1f, 0f, 0f, 1f, 1f, 0f, 0f, 0f, 0f, 1f, 1f, 0f, 0f, 1f, 1f], PaintMask.Weights("f00f", 4));

    /// <summary>Whatever the two sides: as much is marked after as before, and nothing leaves its range.</summary>
    [Fact]
    public void Weights_OfAnySides_KeepTheMean()
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var (from, to) = (random.Next(1, 20), random.Next(1, 20));
            var text = string.Concat(Enumerable.Range(0, from * from).Select(_ => "0123456789abcdef"[random.Next(16)]));
            var weights = PaintMask.Weights(text, to);
            Assert.Equal(to * to, weights.Length);
            Assert.All(weights, weight => Assert.InRange(weight, 0f, 1.00001f));
            Assert.Equal(text.Average(digit => Convert.ToInt32(digit.ToString(), 16)) / 15, weights.Average(), 1e-5);
        }
    }

    [Theory]
    [InlineData("fff", "3 characters")]
    [InlineData("00g0", "4 characters")]
    [InlineData("00 0", "digit 0 to f")]
    public void Problem_NoSquareOfDigits_IsNamed(string text, string reason)
    {
        Assert.Contains(reason, PaintMask.Problem(text), StringComparison.Ordinal);
        Assert.Throws<ConfigException>(() => PaintMask.Weights(text, 2));
        var parameters = TestParameters.Of();
        Assert.Contains("source/paint", Assert.Single((parameters with { Source = parameters.Source with { Paint = text } }).Problems(3)), StringComparison.Ordinal);
    }

    [Fact]
    public void OfImage_Greys_AreDigits() => Assert.Equal("0f8", PaintMask.OfImage([0, 0, 0, 255, 255, 255, 136, 140, 139]));

    [Fact]
    public void Problem_TooLargeOrNone_Known()
    {
        Assert.Null(PaintMask.Problem(""));
        Assert.Null(PaintMask.Problem(new string('0', 64 * 64)));
        Assert.NotNull(PaintMask.Problem(new string('0', 65 * 65)));
    }
}
