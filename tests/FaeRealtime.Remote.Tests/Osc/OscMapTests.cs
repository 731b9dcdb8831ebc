using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Tests.Osc;

public sealed class OscMapTests
{
    [Theory]
    [InlineData("x", 0.25, 0.25)]
    [InlineData("1 + 2 * x - 3 / 2", 0.5, 0.5)]
    [InlineData("-(x - 1) * -2", 0.25, -1.5)]
    [InlineData("lerp(1, 5, x)", 0.25, 2.0)]
    [InlineData("clamp(x, 0, 1)", 7.0, 1.0)]
    [InlineData("max(min(x, .5), 0.1)", 0.75, 0.5)]
    [InlineData("round(lerp(1, 8, x))", 0.5, 4.0)]
    public void Expression_OfX_HasItsValue(string text, double x, double expected) => Assert.Equal(expected, new OscExpression(text).Of(x), 1e-12);

    [Theory]
    [InlineData("")]
    [InlineData("x x")]
    [InlineData("(x")]
    [InlineData("1..2")]
    [InlineData("min(x)")]
    [InlineData("exec(x)")]
    [InlineData("y")]
    [InlineData("1 +")]
    [InlineData("x;")]
    public void Expression_ThatIsNone_IsRefused(string text) => Assert.Throws<ConfigException>(() => new OscExpression(text));

    [Fact]
    public void Expression_NestedWithoutEnd_IsRefused()
    {
        Assert.Throws<ConfigException>(() => new OscExpression(new string('(', 900)));
        Assert.Throws<ConfigException>(() => new OscExpression(new string('-', 900) + "x"));
        Assert.Throws<ConfigException>(() => new OscExpression(new string('1', 2000)));
    }

    [Fact]
    public void Message_OfAMappedAddress_BecomesWhatTheFileSays()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("map.json"), """[{"from": "/1/fader1", "to": "/fae/speed", "value": "lerp(0, 8, x)"}, {"from": "/1/fader1", "to": "/fae/radius"}]""");
        var map = OscMap.Read(folder.At("map.json"));
        Assert.Equal([("/fae/speed", 4.0), ("/fae/radius", 0.5)], map.Of(new OscMessage("/1/fader1", [OscArgument.Of(0.5)])).Select(message => (message.Address, message.Arguments[0].Real)));
        Assert.Throws<ConfigException>(() => map.Of(new OscMessage("/1/fader1", [OscArgument.Of("x")])).ToList());
        var other = new OscMessage("/fae/steps", []);
        Assert.Same(other, Assert.Single(map.Of(other)));
    }
}
