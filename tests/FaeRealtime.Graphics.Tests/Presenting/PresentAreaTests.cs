using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Graphics.Tests.Presenting;

public sealed class PresentAreaTests
{
    [Theory]
    [InlineData(64, 64, 1280, 720, 280, 0, 720, 720)]
    [InlineData(64, 64, 720, 1280, 0, 280, 720, 720)]
    [InlineData(16, 9, 1920, 1080, 0, 0, 1920, 1080)]
    [InlineData(1000, 1, 10, 10, 0, 4, 10, 1)]
    [InlineData(1, 1, 1, 5, 0, 2, 1, 1)]
    public void Fit_AnyAspect_IsCentred(int sourceWidth, int sourceHeight, int targetWidth, int targetHeight, int x, int y, int width, int height) =>
        Assert.Equal(new PresentArea(x, y, width, height), PresentArea.Fit(sourceWidth, sourceHeight, targetWidth, targetHeight));

    [Fact]
    public void Fit_RandomSizes_StaysInsideAndTouchesOneSide()
    {
        const int Seed = 17;
        var random = new Random(Seed);
        for (var i = 0; i < 10_000; i++)
        {
            int sourceWidth = random.Next(1, 5000), sourceHeight = random.Next(1, 5000), targetWidth = random.Next(1, 5000), targetHeight = random.Next(1, 5000);
            var area = PresentArea.Fit(sourceWidth, sourceHeight, targetWidth, targetHeight);
            var inside = area.X >= 0 && area.Y >= 0 && area.X + area.Width <= targetWidth && area.Y + area.Height <= targetHeight;
            var touches = area.Width == targetWidth || area.Height == targetHeight;
            Assert.True(inside && touches, $"seed {Seed}: {sourceWidth}x{sourceHeight} in {targetWidth}x{targetHeight} gave {area}");
        }
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 1, 1, 0)]
    public void Fit_NotPositive_Throws(int sourceWidth, int sourceHeight, int targetWidth, int targetHeight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PresentArea.Fit(sourceWidth, sourceHeight, targetWidth, targetHeight));
}
