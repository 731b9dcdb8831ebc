using FaeRealtime.Core.Config;

namespace FaeRealtime.Core.Tests.Config;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("hieght", "height")]
    [InlineData("Width", "width")]
    [InlineData("heads", "heads")]
    [InlineData("head", "heads")]
    [InlineData("", "width")]
    public void Of_Misspelt_FindsTheNearest(string given, string expected) =>
        Assert.Equal(expected, NearestName.Of(given, ["headWidth", "width", "heads", "height"]));

    [Fact]
    public void Of_NothingKnown_Null() => Assert.Null(NearestName.Of("x", []));
}
