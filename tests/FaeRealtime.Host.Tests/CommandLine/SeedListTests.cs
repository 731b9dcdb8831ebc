using FaeRealtime.Core.Errors;
using FaeRealtime.Host.CommandLine;

namespace FaeRealtime.Host.Tests.CommandLine;

public sealed class SeedListTests
{
    [Theory]
    [InlineData("17", new ulong[] { 17 })]
    [InlineData("0-3,17", new ulong[] { 0, 1, 2, 3, 17 })]
    [InlineData("5,1", new ulong[] { 5, 1 })]
    [InlineData("18446744073709551614-18446744073709551615", new[] { ulong.MaxValue - 1, ulong.MaxValue })]
    public void Parse_Lists_KeepTheirOrder(string text, ulong[] expected) => Assert.Equal(expected, SeedList.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1,")]
    [InlineData("-1")]
    [InlineData("3-1")]
    [InlineData("1-2-3")]
    [InlineData("1.5")]
    [InlineData("4,2-5")]
    [InlineData("0-100000")]
    [InlineData("0-18446744073709551615")]
    [InlineData("18446744073709551616")]
    public void Parse_NoList_IsRefusedWithTheText(string text) =>
        Assert.StartsWith($"--seeds is '{text}'", Assert.Throws<ConfigException>(() => SeedList.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0-3,17")]
    [InlineData("5")]
    [InlineData("9,7,8,1-2")]
    [InlineData("18446744073709551614-18446744073709551615,0")]
    public void ToText_Seeds_ReadsBackAsThem(string text)
    {
        var seeds = SeedList.Parse(text);
        Assert.Equal(seeds, SeedList.Parse(SeedList.ToText(seeds)));
    }
}
