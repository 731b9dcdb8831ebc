using System.Net;
using System.Net.Sockets;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Remote.Tests.Http;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Remote.Tests.Osc;

/// <summary>Packets of programs that are not ours, as they were received: liblo 0.31 (oscsend), the npm package osc 2.4.5, and what python-osc writes by its source.</summary>
public sealed class OscSenderTests
{
    /// <summary>Each with what it must lead to; all come to one session, in turn.</summary>
    private static readonly (string Name, string Packet, Func<SessionParameters, bool> Holds)[] Packets =
    [
        ("liblo /fae/seeds ffff 3 0.7 5 0.3", "2f6661652f736565647300002c66666666000000404000003f33333340a000003e99999a", now => now.Source.Seeds.SequenceEqual([new WeightedSeed(3, 0.7), new WeightedSeed(5, 0.3)])),
        ("liblo /fae/steps s 6", "2f6661652f737465707300002c73000036000000", now => now.Sampler.Steps == 6),
        ("liblo /fae/steps h 4", "2f6661652f737465707300002c6800000000000000000004", now => now.Sampler.Steps == 4),
        ("liblo /fae/steps c 5", "2f6661652f737465707300002c63000000000035", now => now.Sampler.Steps == 5),
        ("liblo /fae/guidance d 2.5", "2f6661652f67756964616e63650000002c6400004004000000000000", now => now.Sampler.Guidance == 2.5),
        ("liblo /fae/mode S loop", "2f6661652f6d6f64650000002c5300006c6f6f7000000000", now => now.Source.Mode == SourceMode.Loop),
        ("liblo /fae/class i 2", "2f6661652f636c61737300002c69000000000002", now => now.Condition.Classes.SequenceEqual([new WeightedClass(2, 1.0)])),
        ("liblo /fae/classes ifif 1 0.25 2 0.75", "2f6661652f636c6173736573000000002c69666966000000000000013e800000000000023f400000", now => now.Condition.Classes.SequenceEqual([new WeightedClass(1, 0.25), new WeightedClass(2, 0.75)])),
        ("liblo /fae/*/speed f 1.5", "2f6661652f2a2f7370656564000000002c6600003fc00000", now => now.Source.Speed == 1.5),
        ("liblo /fae/blackout T", "2f6661652f626c61636b6f75740000002c540000", now => now.Blackout),
        ("npm osc /fae/steps f 7", "2f6661652f737465707300002c66000040e00000", now => now.Sampler.Steps == 7),
        ("npm osc /fae/seeds [ifif] 4 1 6 0.5", "2f6661652f736565647300002c5b696669665d00000000043f800000000000063f000000", now => now.Source.Seeds.SequenceEqual([new WeightedSeed(4, 1.0), new WeightedSeed(6, 0.5)])),
        ("npm osc /fae/{speed,radius} f 0.5", "2f6661652f7b73706565642c7261646975737d002c6600003f000000", now => (now.Source.Speed, now.Source.Radius) == (0.5, 0.5)),
        ("npm osc //speed f 0.75", "2f2f7370656564002c6600003f400000", now => now.Source.Speed == 0.75),
        ("npm osc bundle of a surface: a fader, /fae/seeds f 9, /ping, /accxyz fff", "2362756e646c6500eeb77cf325a1cc00000000142f312f6661646572310000002c6600003f000000000000142f6661652f736565647300002c660000411000000000000c2f70696e670000002c0000000000001c2f61636378797a002c666666000000003dcccccd3e4ccccd411ccccd", now => now.Source.Seeds.SequenceEqual([new WeightedSeed(9, 1.0)])),
        ("python-osc /fae/bpm f 93", "2f6661652f62706d000000002c66000042ba0000", now => now.Tempo.Bpm == 93.0),
        ("python-osc /fae/blackout F", "2f6661652f626c61636b6f75740000002c460000", now => !now.Blackout),
    ];

    /// <summary>Presses: each takes another seed.</summary>
    private static readonly (string Name, string Packet)[] Presses =
    [
        ("liblo /fae/newSeed I", "2f6661652f6e657753656564000000002c490000"),
        ("liblo /fae/newSeed N", "2f6661652f6e657753656564000000002c4e0000"),
        ("npm osc /fae/newSeed r", "2f6661652f6e657753656564000000002c720000ff8000ff"),
        ("npm osc /fae/newSeed t", "2f6661652f6e657753656564000000002c740000e93c7f0000000000"),
        ("liblo /fae/newSeed m", "2f6661652f6e657753656564000000002c6d00000000903c"),
        ("python-osc /fae/action/newSeed without arguments", "2f6661652f616374696f6e2f6e657753656564002c000000"),
    ];

    [Fact]
    public async Task Packets_OfOtherPrograms_AreReadAsTheyMean()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        foreach (var (name, packet, holds) in Packets)
        {
            Assert.False(holds(stand.Parameters), $"{name} says nothing new.");
            await SendAsync(stand, sender, Convert.FromHexString(packet));
            Assert.True(holds(stand.Parameters) && stand.OscServer.Refused == 0, name);
        }

        foreach (var (name, packet) in Presses)
        {
            var before = stand.Parameters;
            await SendAsync(stand, sender, Convert.FromHexString(packet));
            Assert.True(!before.Source.Seeds.SequenceEqual(stand.Parameters.Source.Seeds) && stand.OscServer.Refused == 0, name);
        }
    }

    [Fact]
    public async Task Bundle_WithMessagesForOthers_DoesWhatIsOurs()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        byte[] tuio = [.. "/tuio/frame\0,x\0\0"u8, 0, 0, 0, 0, 0, 0, 0, 1];
        await SendAsync(stand, sender, OscPackets.Bundle(OscPackets.Message("/fae/speed", 1.3f), tuio, OscPackets.Message("/other", "x")));
        Assert.Equal((1.3, 0L), (stand.Parameters.Source.Speed, stand.OscServer.Refused));

        // One of ours that cannot be read refuses all, and so does a misspelt one.
        byte[] unreadable = [.. "/fae/steps\0\0,x\0\0"u8, 0, 0, 0, 1];
        foreach (var wrong in new[] { unreadable, OscPackets.Message("/fae/stepz", 1), OscPackets.Message("/fae/st[a-z", 1) })
        {
            var (before, refused) = (stand.Parameters, stand.OscServer.Refused);
            await SendAsync(stand, sender, OscPackets.Bundle(OscPackets.Message("/fae/speed", 2f), wrong, tuio));
            Assert.Equal(refused + 1, stand.OscServer.Refused);
            Assert.Same(before, stand.Parameters);
        }

        // Nothing of ours at all: the wrong port.
        var total = stand.OscServer.Refused;
        await SendAsync(stand, sender, OscPackets.Bundle(tuio));
        Assert.Equal(total + 1, stand.OscServer.Refused);
    }

    [Fact]
    public async Task Pattern_OfSeveralNamesOfOneThing_ActsOnce()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        await SendAsync(stand, sender, OscPackets.Message("//pause"));
        Assert.True(stand.Parameters.Paused);
        await SendAsync(stand, sender, OscPackets.Message("/fae/class/[0-1]", 0.5f));
        Assert.Equal([new WeightedClass(0, 0.5), new WeightedClass(1, 0.5)], stand.Parameters.Condition.Classes);
    }

    [Theory]
    [InlineData("/fae/st?ps", "/fae/steps", true)]
    [InlineData("/fae/s*s", "/fae/steps", true)]
    [InlineData("/fae/*", "/fae/source/speed", false)]
    [InlineData("/fae/*/speed", "/fae/source/speed", true)]
    [InlineData("/*/*/speed", "/fae/source/speed", true)]
    [InlineData("/fae/class/[0-3]", "/fae/class/2", true)]
    [InlineData("/fae/class/[!0-3]", "/fae/class/2", false)]
    [InlineData("/fae/class/[!0-3]", "/fae/class/7", true)]
    [InlineData("/fae/[a-z/]peed", "/fae/speed", true)]
    [InlineData("/fae{/,x}speed", "/fae/speed", true)]
    [InlineData("/fae/{speed,steps}", "/fae/steps", true)]
    [InlineData("/fae/{speed,step}", "/fae/steps", false)]
    [InlineData("//speed", "/fae/source/speed", true)]
    [InlineData("//speed", "/speed", true)]
    [InlineData("/fae//speed", "/fae/source/speed", true)]
    [InlineData("/fae//x", "/fae/source/speed", false)]
    [InlineData("//source//", "/fae/source/speed", false)]
    [InlineData("//s*/sp?[e-f]{d,ed}", "/fae/source/speed", true)]
    [InlineData("/fae?speed", "/fae/speed", false)]
    public void Pattern_OfAnAddress_MatchesAsOscSays(string pattern, string address, bool expected) => Assert.Equal(expected, OscPattern.Of(pattern)!.Matches(address));

    [Theory]
    [InlineData("/fae/steps")]
    [InlineData("/fae/[a-z")]
    [InlineData("/fae/{a,b")]
    [InlineData("/fae/[")]
    public void Pattern_OfAPlainOrUnfinishedAddress_IsNone(string address) => Assert.Null(OscPattern.Of(address));

    [Fact]
    public void Pattern_OfManyStars_EndsSoon()
    {
        var pattern = OscPattern.Of("/" + string.Concat(Enumerable.Repeat("*?", 120)))!;
        Assert.False(pattern.Matches("/" + new string('a', 119)));
        Assert.True(pattern.Matches("/" + new string('a', 500)));
    }

    private static async Task SendAsync(PageStand stand, UdpClient sender, byte[] packet)
    {
        var packets = stand.OscServer.Packets;
        await sender.SendAsync(packet);
        await PageStand.UntilAsync(() => stand.OscServer.Packets > packets, "The packet");
    }

    private static UdpClient Sender(PageStand stand)
    {
        var sender = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        sender.Connect(stand.Osc);
        return sender;
    }
}
