using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Tests.Osc;

public sealed class OscReaderTests
{
    [Fact]
    public void Read_OfEveryType_GivesTheValues()
    {
        var message = Only(OscReader.Read(OscPackets.Message("/fae/x", 7, 0.1f, 2.5, "abcd", true, false, 1L << 40, new byte[] { 1, 2, 3 }, -1)));
        Assert.Equal("/fae/x", message.Address);
        Assert.Equal(
            [OscArgument.Of(7L), OscArgument.Of(0.1), OscArgument.Of(2.5), OscArgument.Of("abcd"), OscArgument.Of(true), OscArgument.Of(false), OscArgument.Of(1L << 40), OscArgument.Of(-1L)],
            message.Arguments);
    }

    [Fact]
    public void Read_OfTypesWithoutUse_PassesOverThem()
    {
        byte[] packet = [.. "/a\0\0,[iN]trmScIi\0\0\0\0"u8, 0, 0, 0, 1, .. new byte[8], 1, 2, 3, 4, 0, 0x90, 60, 127, .. "xy\0\0"u8, 0, 0, 0, (byte)'z', 0, 0, 0, 2];
        Assert.Equal(
            [OscArgument.Of(1L), OscArgument.Press, OscArgument.Of("xy"), OscArgument.Of("z"), OscArgument.Press, OscArgument.Of(2L)],
            Only(OscReader.Read(packet)).Arguments);
    }

    [Fact]
    public void Read_OfABundle_LeavesWhatCannotBeReadToWhomItIsFor()
    {
        var messages = Assert.Single(OscReader.Read(OscPackets.Bundle([.. "/a\0\0,x\0\0"u8], OscPackets.Message("/b", 1)))).Messages;
        Assert.Contains("'x'", messages[0].Problem, StringComparison.Ordinal);
        Assert.Equal([OscArgument.Of(1L)], messages[1].Arguments);
    }

    [Fact]
    public void Read_OfBundles_GivesTheirMessagesInOrder()
    {
        var packet = OscPackets.Bundle(OscPackets.Message("/a", 1), OscPackets.Bundle(OscPackets.Message("/b"), OscPackets.Message("/c", "x")), OscPackets.Message("/d"));
        Assert.Equal(["/a", "/b", "/c", "/d"], Assert.Single(OscReader.Read(packet)).Messages.Select(message => message.Address));
    }

    [Fact]
    public void Read_WithoutTypes_HasNoArguments() =>
        Assert.Empty(Only(OscReader.Read("/fae/capture\0\0\0\0"u8)).Arguments);

    [Fact]
    public void Read_OfBundlesWithTimes_PutsThoseOfOneTimeTogether()
    {
        var packet = OscPackets.Bundle(
            OscPackets.Message("/a"),
            OscPackets.Bundle(5UL << 32, OscPackets.Message("/b"), OscPackets.Bundle(OscPackets.Message("/c")), OscPackets.Bundle(6UL << 32, OscPackets.Message("/d"))),
            OscPackets.Message("/e"),
            OscPackets.Bundle(5UL << 32, OscPackets.Message("/f")));
        Assert.Equal(["1 /a /e", "21474836480 /b /c /f", "25769803776 /d"], OscReader.Read(packet).Select(bundle => $"{bundle.Time.Tag} {string.Join(' ', bundle.Messages.Select(message => message.Address))}"));
    }

    [Fact]
    public void After_AcrossTheYear2036_IsStillRight()
    {
        var before = OscTime.Of(new DateTimeOffset(2036, 2, 7, 6, 28, 15, TimeSpan.Zero));
        Assert.Equal(uint.MaxValue, before.Tag >> 32);
        Assert.Equal(TimeSpan.FromSeconds(2), new OscTime(before.Tag + (2UL << 32)).After(before));
        Assert.Equal(TimeSpan.FromSeconds(-0.5), OscTime.Of(new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.Zero)).After(OscTime.Of(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero))));
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "empty", [] },
        { "odd length", [.. "/fae/x\0"u8] },
        { "no end", [.. "/fae"u8] },
        { "no slash", [.. "fae\0,\0\0\0"u8] },
        { "no comma", [.. "/a\0\0ifs\0"u8] },
        { "argument missing", [.. "/a\0\0,i\0\0"u8] },
        { "bytes left over", [.. OscPackets.Message("/a", 1), 0, 0, 0, 0] },
        { "unknown type", [.. "/a\0\0,x\0\0"u8] },
        { "array without end", [.. "/a\0\0,[[]\0\0\0\0"u8] },
        { "array without start", [.. "/a\0\0,]\0\0"u8] },
        { "letter that is none", [.. "/a\0\0,c\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFF] },
        { "blob too long", [.. "/a\0\0,b\0\0"u8, 0x7F, 0xFF, 0xFF, 0xFC] },
        { "blob negative", [.. "/a\0\0,b\0\0"u8, 0xFF, 0xFF, 0xFF, 0xFC] },
        { "not UTF-8", [(byte)'/', 0xC3, 0x28, 0, (byte)',', 0, 0, 0] },
        { "bundle cut", [.. "#bundle\0"u8] },
        { "element too long", [.. OscPackets.Bundle(), 0, 0, 0, 8, 1, 2, 3, 4] },
        { "element empty", [.. OscPackets.Bundle(), 0, 0, 0, 0] },
        { "element negative", [.. OscPackets.Bundle(), 0xFF, 0xFF, 0xFF, 0xFC] },
        { "time before that around it", OscPackets.Bundle(6UL << 32, OscPackets.Bundle(5UL << 32, OscPackets.Message("/a"))) },
        { "nested too deep", Enumerable.Range(0, 20).Aggregate(OscPackets.Message("/a"), (inner, _) => OscPackets.Bundle(inner)) },
        { "too many arguments", OscPackets.Message("/a", [.. Enumerable.Repeat((object)1, OscReader.MostArguments + 1)]) },
        { "too many messages", OscPackets.Bundle([.. Enumerable.Repeat(OscPackets.Message("/a"), OscReader.MostMessages + 1)]) },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Read_OfAMalformedPacket_IsRefused(string name, byte[] packet) =>
        Assert.False(string.IsNullOrEmpty(Assert.Throws<InvalidDataException>(() => OscReader.Read(packet)).Message), name);

    [Fact]
    public void Message_Written_IsRead()
    {
        foreach (var address in new[] { "/a", "/ab", "/abc", "/fae/out/fps" })
        {
            var (real, whole) = (Only(OscReader.Read(OscWriter.Message(address, 59.5f))), Only(OscReader.Read(OscWriter.Message(address, 7))));
            Assert.Equal((address, address), (real.Address, whole.Address));
            Assert.Equal([OscArgument.Of(59.5)], real.Arguments);
            Assert.Equal([OscArgument.Of(7L)], whole.Arguments);
        }
    }

    private static OscMessage Only(IReadOnlyList<OscBundle> bundles) => Assert.Single(Assert.Single(bundles).Messages);
}
