using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Remote.Tests.Osc;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>Damaged input, ten thousand of each kind. Another reading of it says what is still sound: that is taken as it stands, all else is refused and changes nothing, and the session goes on.</summary>
public sealed class MutationTests
{
    private const int Count = 10_000;
    private const int RawCount = 1_000;
    private const ulong Seed = 20261122;
    private const int Classes = 3;

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
    public async Task Osc_Damaged_DoesWhatItStillSaysOrNothing()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        sender.Connect(stand.Osc);
        var (mutation, tally) = (new Mutation(Seed), new Tally("packet", Seed));
        var known = OscTable.Targets.Select(target => target.Address).ToHashSet();
        for (var i = 0; i < Count; i++)
        {
            var packet = mutation.Of(Packets[mutation.Next(Packets.Length)]);
            var (before, packets, refused) = (stand.Parameters, stand.OscServer.Packets, stand.OscServer.Refused);
            var expected = new PacketState(Classes);
            expected.Read(before);
            var sound = PacketOracle.Apply(packet, expected, known);
            await sender.SendAsync(packet);
            await PageStand.UntilAsync(() => stand.OscServer.Packets > packets, $"Packet {i} of seed {Seed}");
            var (after, accepted) = (stand.Parameters, stand.OscServer.Refused == refused);
            tally.Add(sound, accepted, accepted ? sound is null || expected.Equals(after) : ReferenceEquals(before, after), i, Convert.ToHexString(packet));
        }

        await AssertAliveAsync(stand, tally);
        await sender.SendAsync(OscPackets.Message("/fae/tempo/bpm", 299));
        await PageStand.UntilAsync(() => stand.Parameters.Tempo.Bpm == 299.0, "The sound packet after the damaged ones");
    }

    [Fact]
    public async Task Http_Damaged_DoesWhatItStillSaysOrNothing()
    {
        await using var stand = await PageStand.StartAsync();
        var (mutation, tally, oracle) = (new Mutation(Seed + 1), new Tally("request", Seed + 1), new ChangeOracle(Classes));
        string[] methods = ["POST", "POST", "POST", "PUT", "GET", "DELETE"];
        var now = Tree(stand);
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
            if (method != "POST")
            {
                Assert.Same(before, stand.Parameters);
                continue;
            }

            var expected = oracle.Apply(now, body);
            now = Tree(stand);
            tally.Add(expected is not null, reply.IsSuccessStatusCode, expected is null ? ReferenceEquals(before, stand.Parameters) : ChangeOracle.AreEqual(expected, now), i, Encoding.Latin1.GetString(body));
        }

        await AssertAliveAsync(stand, tally);
        using var sound = await stand.SendAsync("POST", "api/v1/session/parameters", Bodies[0]);
        Assert.Equal(HttpStatusCode.OK, sound.StatusCode);
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
        await AssertAliveAsync(stand);
    }

    [Fact]
    public async Task Socket_Damaged_DoesWhatItStillSaysOrNothing()
    {
        await using var stand = await PageStand.StartAsync();
        var (mutation, tally, oracle) = (new Mutation(Seed + 3), new Tally("message", Seed + 3), new SocketOracle(Classes));
        string[] messages = [.. Bodies.Select(body => $$"""{"set":{{body}}}"""), """{"recall":"name"}""", """{"action":"none","watch":true}"""];
        var socket = await SocketClient.ConnectAsync(stand);
        await socket.SendAsync("""{"watch":false}""");
        try
        {
            for (var i = 0; i < Count; i++)
            {
                var damaged = mutation.Of(Encoding.UTF8.GetBytes(messages[mutation.Next(messages.Length)]));

                // A text that is not UTF-8 ends the socket, by its standard: few of these, for each costs a new one.
                var message = mutation.Next(20) == 0 ? damaged : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(damaged));
                var before = stand.Parameters;
                var now = Tree(stand);
                var expected = oracle.Apply(now, message);
                var answer = await AskAsync(socket, message, expected is null, i);
                if (answer is null)
                {
                    Assert.False(Utf8.IsValid(message), $"Message {i} of seed {Seed + 3} ended the socket: {Encoding.Latin1.GetString(message)}");
                    Assert.Same(before, stand.Parameters);
                    socket.Dispose();
                    socket = await SocketClient.ConnectAsync(stand);
                    continue;
                }

                // The sound message that followed has set the tempo.
                now = expected ?? now;
                now["tempo"]!["bpm"] = Tempo(i);
                tally.Add(expected is not null, answer.Value, ChangeOracle.AreEqual(now, Tree(stand)), i, Encoding.Latin1.GetString(message));
            }

            Assert.Equal(WebSocketState.Open, socket.State);
        }
        finally
        {
            socket.Dispose();
        }

        await AssertAliveAsync(stand, tally);
    }

    private static double Tempo(int i) => 100.0 + (i % 150);

    private static JsonNode Tree(PageStand stand) => JsonNode.Parse(ParameterJson.ToText(stand.Parameters))!;

    // Whether a message was accepted, once the sound one behind it has acted; null where the socket was ended.
    private static async Task<bool?> AskAsync(SocketClient socket, byte[] message, bool refusalIsDue, int i)
    {
        var refused = false;
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text);
            await socket.SendAsync($$"""{ "set": { "tempo": { "bpm": {{Tempo(i)}} } } }""");

            // Either may come first: an error is sent as soon as it is known, parameters as soon as they changed.
            for (var told = false; !told || refused != refusalIsDue;)
            {
                var next = await socket.NextAsync("error", "parameters");
                refused |= next["type"]!.GetValue<string>() == "error";
                told |= next["parameters"]?["tempo"]!["bpm"]!.GetValue<double>() == Tempo(i);
                if (refused && told)
                {
                    break;
                }
            }
        }
        catch (WebSocketException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            // The answer that is due does not come.
        }

        return !refused;
    }

    private static Task AssertAliveAsync(PageStand stand, Tally tally)
    {
        tally.AssertTelling(Count);
        return AssertAliveAsync(stand);
    }

    private static async Task AssertAliveAsync(PageStand stand)
    {
        stand.Parameters.Validate(Classes);
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
