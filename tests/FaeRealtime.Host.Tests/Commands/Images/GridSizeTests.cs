using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Commands.Images;

namespace FaeRealtime.Host.Tests.Commands.Images;

public sealed class GridSizeTests
{
    [Fact]
    public void Parse_Size_IsColumnsThenRows() => Assert.Equal((4, 2, 8), (GridSize.Parse("4x2").Columns, GridSize.Parse("4x2").Rows, GridSize.Parse("4x2").Places));

    [Theory]
    [InlineData("4")]
    [InlineData("4x")]
    [InlineData("0x2")]
    [InlineData("4x2x1")]
    [InlineData("-1x2")]
    [InlineData("1001x1")]
    public void Parse_NoSize_IsRefused(string text) =>
        Assert.Contains($"--grid is '{text}'", Assert.Throws<ConfigException>(() => GridSize.Parse(text)).Message, StringComparison.Ordinal);
}
