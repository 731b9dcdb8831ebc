using FaeRealtime.Core.Errors;

namespace FaeRealtime.Engines.Tests;

public sealed class PixelPackingTests
{
    [Fact]
    public void TryPack_Planes_InterleavesRoundsAndSaturates()
    {
        var rgba = new byte[8];
        Assert.True(PixelPacking.TryPack([0f, 1f, 0.5f, -0.3f, 1.7f, 0.2f], rgba));
        Assert.Equal([0, 128, 255, 255, 255, 0, 51, 255], rgba);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void TryPack_NotFinite_ReturnsFalse(float value) => Assert.False(PixelPacking.TryPack([0f, 0f, value], new byte[4]));

    [Fact]
    public void TryPack_OtherLength_ThrowsShapeException() => Assert.Throws<ShapeException>(() => PixelPacking.TryPack(new float[6], new byte[4]));
}
