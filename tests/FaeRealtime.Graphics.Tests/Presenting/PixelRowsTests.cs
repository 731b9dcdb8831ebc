using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Graphics.Tests.Presenting;

public sealed class PixelRowsTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 5)]
    [InlineData(1028, 4)]
    [InlineData(4096, 3)]
    public void Flip_AnyRowLength_ReversesRows(int rowBytes, int rows)
    {
        var pixels = new byte[rowBytes * rows];
        new Random(17).NextBytes(pixels);
        byte[] expected = [.. pixels.Chunk(rowBytes).Reverse().SelectMany(row => row)];
        PixelRows.Flip(pixels, rowBytes);
        Assert.Equal(expected, pixels);
    }
}
