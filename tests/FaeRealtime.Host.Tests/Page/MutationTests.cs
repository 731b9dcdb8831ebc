using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using FaeRealtime.Host.Tests.Osc;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Host.Tests.Page;

/// <summary>Damaged input, ten thousand of each kind: what is refused has changed nothing, what is taken after all is in range, and the session goes on.</summary>
public sealed class MutationTests
{
    private const int Count = 10_000;
    private const int RawCount = 1_000;
    private const ulong Seed = 20261122;

    // Their meaning is all in one place, so that damage seldom leaves a sound change.
    private static readonly string[] Bodies =
    [
        """{"sampler":{"steps":4,"guidance":1.5},"source":{"seeds":[{"seed":1,"weight":0.5},{"seed":2,"weight":0.5}],"mode":"walk"}}""",
        """{"condition":{"classes":[{"class":1,"weight":1}],"transition":{"easing":"smooth"}},"modulation":[{"target":"source/speed","depth":0.1}]}""",
        """{"source":{"keyframes":[{"seeds":[{"seed":3,"weight":1}],"classes":[],"length":2}]},"paused":true}""",
    ];

    private static readonly byte[][] Packets =
    [
        OscPackets.Message("/fae/steps", 4),
        OscPackets.Message("/fae/seeds", 1, 0.5f, 2, 0.5f),
        OscPackets.Message("/fae/mode", "loop"),
        OscPackets.Message("/fae/preset", "none"),
        OscPackets.Bundle(OscPackets.Message("/fae/guidance", 1.5f), OscPackets.Bundle(OscPackets.Message("/fae/class/1", 0.5f)), OscPackets.Message("/fae/blackout", true)),
    ];

    [Fact]
    public async Task Osc_Damaged_ChangesNothing()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        sender.Connect(stand.Osc);
        var mutation = new Mutation(Seed);
        var taken = 0;
        for (var i = 0; i < Count; i++)
        {
            var packet = mutation.Of(Packets[mutation.Next(Packets.Length)]);
            var (before, packets, refused) = (stand.Parameters, stand.OscServer.Packets, stand.OscServer.Refused);
            await sender.SendAsync(packet);
            await PageStand.UntilAsync(() => stand.OscServer.Packets > packets, $"Packet {i} of seed {Seed}");
            taken += Check(stand, before, stand.OscServer.Refused > refused, $"packet {i} of seed {Seed}: {Convert.ToHexString(packet)}");
        }

        await AssertAliveAsync(stand, taken);
    }

    [Fact]
    public async Task Http_Damaged_ChangesNothing()
    {
        await using var stand = await PageStand.StartAsync();
        var mutation = new Mutation(Seed + 1);
        string[] methods = ["POST", "POST", "POST", "PUT", "GET", "DELETE"];
        var taken = 0;
        for (var i = 0; i < Count - RawCount; i++)
        {
            var method = methods[mutation.Next(methods.Length)];
            var body = mutation.Of(Encoding.UTF8.GetBytes(Bodies[mutation.Next(Bodies.Length)]));
            var path = method switch { "POST" => "api/v1/session/parameters", "PUT" => "api/v1/presets/", _ => "api/v1/presets/x" };
            var damaged = method == "POST" ? path : path + Uri.EscapeDataString(Encoding.Latin1.GetString(mutation.Of("name/../.."u8.ToArray())));
            var before = stand.Parameters;
            using var request = new HttpRequestMessage(new HttpMethod(method), damaged) { Content = method is "POST" or "PUT" ? new ByteArrayContent(body) : null };
            using var reply = await stand.Client.SendAsync(request);
            Assert.True((int)reply.StatusCode < 500, $"Request {i} of seed {Seed + 1}: {method} {damaged} is answered with {reply.StatusCode}.");
            taken += Check(stand, before, !reply.IsSuccessStatusCode, $"request {i} of seed {Seed + 1}: {method} {damaged} {Encoding.Latin1.GetString(body)}");
        }

        await AssertAliveAsync(stand, taken);
    }

    [Fact]
    public async Task Http_DamagedInItsBytes_ChangesNothing()
    {
        await using var stand = await PageStand.StartAsync();
        var mutation = new Mutation(Seed + 2);

        // Of nothing that there is: the bytes around it are what is damaged, and no damage makes it a change.
        const string body = """{"nothingOfOurs":{"steps":4}}""";
        var sound = Encoding.ASCII.GetBytes($"POST /api/v1/session/parameters HTTP/1.1\r\nHost: {stand.Address.Authority}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var before = ParameterJson.ToText(stand.Parameters);
        var buffer = new byte[8192];
        for (var i = 0; i < RawCount; i++)
        {
            var damaged = mutation.Of(sound);
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, stand.Address.Port);
            await client.SendAsync(damaged);
            client.Shutdown(SocketShutdown.Send);
            var answer = await ReadAsync(client, buffer);
            Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
        }

        Assert.Equal(before, ParameterJson.ToText(stand.Parameters));
        await AssertAliveAsync(stand, 0);
    }

    [Fact]
    public async Task Socket_Damaged_ChangesNothing()
    {
        await using var stand = await PageStand.StartAsync();
        var mutation = new Mutation(Seed + 3);
        string[] messages = [.. Bodies.Select(body => $$"""{"set":{{body}}}"""), """{"recall":"name"}""", """{"action":"none","watch":true}"""];
        using var socket = await SocketClient.ConnectAsync(stand);
        for (var i = 0; i < Count; i++)
        {
            var damaged = mutation.Of(Encoding.UTF8.GetBytes(messages[mutation.Next(messages.Length)]));

            // No text that is not UTF-8: that ends the socket, by its standard.
            var text = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(damaged));
            await socket.SendAsync(text, WebSocketMessageType.Text);
        }

        await socket.SendAsync("""{"set":{"tempo":{"bpm":299}}}""");
        await PageStand.UntilAsync(() => stand.Parameters.Tempo.Bpm == 299.0, "The sound message after the damaged ones");
        stand.Parameters.Validate(3);
        Assert.Equal(WebSocketState.Open, socket.State);
        await AssertAliveAsync(stand, 0);
    }

    private static int Check(PageStand stand, SessionParameters before, bool refused, string what)
    {
        if (refused)
        {
            Assert.True(ReferenceEquals(before, stand.Parameters), $"{what} was refused and changed something.");
            return 0;
        }

        Assert.True(stand.Parameters.Problems(3).Count == 0, $"{what} left parameters out of range.");
        return ReferenceEquals(before, stand.Parameters) ? 0 : 1;
    }

    private static async Task AssertAliveAsync(PageStand stand, int taken)
    {
        Assert.True(taken < Count / 4, $"{taken} damaged inputs were sound after all: the damage is too mild to show anything.");
        using var reply = await stand.SendAsync("GET", "api/v1/session/frame");
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("""{"state":"running"}""", await stand.Client.GetStringAsync("health"));
    }

    private static async Task<string> ReadAsync(Socket client, byte[] buffer)
    {
        var text = new StringBuilder();
        try
        {
            while (await client.ReceiveAsync(buffer) is var length and > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }
        }
        catch (SocketException)
        {
            // The server would hear no more of it.
        }

        return text.ToString();
    }
}
