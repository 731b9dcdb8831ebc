using System.Net;
using System.Net.Sockets;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Dmx;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Remote.Tests.Http;

namespace FaeRealtime.Remote.Tests.Dmx;

/// <summary>A desk over the real network of this machine. The ports are the protocols' own, so one test at a time has them.</summary>
public sealed class DmxSessionTests
{
    private static readonly OscMap Map = new([new OscMapping { From = "/dmx/3/2", To = "/fae/speed", Value = "lerp(0, 4, x)" }, new OscMapping { From = "/dmx/3/512", To = "/fae/radius" }]);

    [Theory]
    [InlineData(DmxProtocol.ArtNet)]
    [InlineData(DmxProtocol.Sacn)]
    public async Task Input_MappedChannels_SetParameters(DmxProtocol protocol)
    {
        await using var stand = await PageStand.StartAsync(ways: PageStand.Options() with { Map = Map, DmxInput = new DmxPlace(protocol, null, 1) });
        using var desk = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var channels = new byte[512];
        Send(desk, protocol, 3, channels);
        await PageStand.UntilAsync(() => stand.Parameters.Source.Speed == 0, "The first state of the desk");
        Assert.Equal(0, stand.Parameters.Source.Radius);
        (channels[0], channels[1], channels[511]) = (77, 255, 255);
        Send(desk, protocol, 3, channels);
        await PageStand.UntilAsync(() => stand.Parameters.Source is { Speed: 4, Radius: 1 }, "Full speed, by the last channel, too");

        // Another universe, and what is none, change nothing.
        channels[1] = 128;
        Send(desk, protocol, 4, channels);
        desk.SendTo([1, 2, 3], To(protocol));
        Send(desk, protocol, 3, channels);
        await PageStand.UntilAsync(() => stand.Parameters.Source.Speed == 4 * 128 / 255.0, "Half of it");

        // A fader that rests leaves the page's change alone.
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"speed":1}""");
        channels[5] = 9;
        Send(desk, protocol, 3, channels);
        await Task.Delay(100);
        Assert.Equal(1, stand.Parameters.Source.Speed);
    }

    [Theory]
    [InlineData(DmxProtocol.ArtNet)]
    [InlineData(DmxProtocol.Sacn)]
    public async Task Output_LivePicture_ComesAsItsColours(DmxProtocol protocol)
    {
        using var node = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)Live.Tests.Patience.Long.TotalMilliseconds };
        node.Bind(To(protocol));
        await using var stand = await PageStand.StartAsync(ways: PageStand.Options() with { DmxOutput = new DmxPlace(protocol, IPAddress.Loopback, 5), DmxCells = new DmxCells(2, 1) });
        var buffer = new byte[2048];
        var sequences = new List<byte>();
        for (var i = 0; i < 5; i++)
        {
            var length = node.Receive(buffer);
            Assert.True(DmxPacket.TryRead(protocol, buffer.AsSpan(0, length), out var universe, out var channels));
            Assert.Equal((5, 6), (universe, channels.Length));
            sequences.Add(buffer[protocol == DmxProtocol.ArtNet ? 12 : 111]);
        }

        Assert.Equal([1, 2, 3, 4, 5], sequences);

        // It rests, and is sent all the same: a receiver would take silence as the end.
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"paused":true}""");
        await Task.Delay(300);
        while (node.Available > 0)
        {
            node.Receive(buffer);
        }

        Assert.True(node.Receive(buffer) > 0);
    }

    [Fact]
    public void Start_TooManyCells_Refused() =>
        Assert.Contains("170", Assert.Throws<ConfigException>(() => DmxOutput.Start(DmxPlace.Parse("artnet"), new DmxCells(171, 1), TimeProvider.System)).Message, StringComparison.Ordinal);

    private static IPEndPoint To(DmxProtocol protocol) => new(IPAddress.Loopback, DmxPacket.Port(protocol));

    private static void Send(Socket desk, DmxProtocol protocol, int universe, byte[] channels)
    {
        var packet = new byte[DmxPacket.Largest];
        desk.SendTo(packet.AsSpan(0, DmxPacket.Write(protocol, packet, universe, 1, Guid.Empty, channels)), To(protocol));
    }
}
