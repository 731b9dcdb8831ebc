using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Http;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class LiveSocketTests
{
    [Fact]
    public async Task Socket_Opened_SendsParametersStatusAndNewFrames()
    {
        await using var stand = await PageStand.StartAsync();
        using var socket = await SocketClient.ConnectAsync(stand);
        var (parameters, _) = await socket.NextAsync("parameters");
        Assert.Equal(0.5, parameters!["parameters"]!["source"]!["speed"]!.GetValue<double>());
        var (_, first) = await socket.NextAsync("frame");
        var (_, second) = await socket.NextAsync("frame");
        Assert.Equal([0xFF, 0xD8], first[..2]);
        Assert.NotEqual(first, second);
        var (status, _) = await socket.NextAsync("status");
        Assert.Equal("running", status!["status"]!["state"]!.GetValue<string>());
        Assert.Equal(1, status["status"]!["watchers"]!.GetValue<int>());
    }

    [Fact]
    public async Task Socket_OfOneBrowser_HearsOfAnothersChange()
    {
        await using var stand = await PageStand.StartAsync();
        using var watching = await SocketClient.ConnectAsync(stand);
        await watching.NextAsync("parameters");
        using var changing = await SocketClient.ConnectAsync(stand);
        await changing.SendAsync("""{"set":{"sampler":{"steps":7}}}""");
        var (message, _) = await watching.NextAsync("parameters");
        Assert.Equal(7, message!["parameters"]!["sampler"]!["steps"]!.GetValue<int>());
        await changing.SendAsync("""{"action":"undo"}""");
        (message, _) = await watching.NextAsync("parameters");
        Assert.NotEqual(7, message!["parameters"]!["sampler"]!["steps"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"set":{"sampler":{"steps":0}}}""", "steps is 0")]
    [InlineData("""{"set":{"sampler":3}}""", "")]
    [InlineData("""{"set":null,"action":"fly"}""", "fly")]
    [InlineData("""{"recall":"../x"}""", "preset")]
    [InlineData("""{"sett":{}}""", "set")]
    [InlineData("nonsense", "")]
    public async Task Message_ThatIsWrong_IsRefusedAndTheSocketStays(string message, string reason)
    {
        await using var stand = await PageStand.StartAsync();
        var before = stand.Parameters;
        using var socket = await SocketClient.ConnectAsync(stand);
        await socket.SendAsync(message);
        var (error, _) = await socket.NextAsync("error");
        Assert.Contains(reason, error!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Same(before, stand.Parameters);
        await socket.SendAsync("""{"set":{"paused":true}}""");
        await PageStand.UntilAsync(() => stand.Parameters.Paused, "The change after the refusal");
    }

    [Fact]
    public async Task Picture_OfAPausedSession_ComesToANewcomer()
    {
        await using var stand = await PageStand.StartAsync();
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"paused":true}""");
        using (var before = await SocketClient.ConnectAsync(stand))
        {
            await before.NextAsync("frame");
        }

        using var socket = await SocketClient.ConnectAsync(stand);
        var (_, frame) = await socket.NextAsync("frame");
        Assert.NotEmpty(frame);
    }

    [Fact]
    public async Task Watch_OfNobody_EncodesNothing()
    {
        await using var stand = await PageStand.StartAsync();
        using var socket = await SocketClient.ConnectAsync(stand);
        await socket.NextAsync("frame");
        await socket.SendAsync("""{"watch":false}""");
        while ((await socket.NextAsync("status")).Message!["status"]!["watchers"]!.GetValue<int>() != 0)
        {
            // The status of before.
        }

        await socket.SendAsync("""{"watch":true}""");
        await socket.NextAsync("frame");
    }

    [Fact]
    public async Task Message_OfTheLongestTimeline_IsTaken()
    {
        await using var stand = await PageStand.StartAsync();
        using var socket = await SocketClient.ConnectAsync(stand);
        var keyframes = string.Join(',', Enumerable.Range(0, 1024).Select(i => $$"""{"seeds":[{"seed":{{i}},"weight":0.7654321},{"seed":{{i + 1}},"weight":-0.1234567}],"classes":[{"class":1,"weight":1}],"length":1.2345,"easing":"smooth"}"""));
        await socket.SendAsync($$"""{ "set": { "source": { "keyframes": [{{keyframes}}] } } }""");
        await PageStand.UntilAsync(() => stand.Parameters.Source.Keyframes.Count == 1024, "The timeline");
    }

    [Fact]
    public async Task Message_OfTooManyBytes_EndsTheSocket()
    {
        await using var stand = await PageStand.StartAsync();
        using var socket = await SocketClient.ConnectAsync(stand);
        await socket.SendAsync(new byte[PageOptions.MostBodyBytes + 4096], WebSocketMessageType.Text);
        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.NextAsync("error"));
    }

    [Fact]
    public async Task Sockets_AboveTheLimit_AreRefused()
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { Sockets = 1 });
        using var first = await SocketClient.ConnectAsync(stand);
        await first.NextAsync("parameters");
        await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.ConnectAsync(stand));
    }

    [Fact]
    public async Task Browser_ThatTakesNothing_IsDroppedWhileOthersGoOn()
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { SlowestSend = TimeSpan.FromMilliseconds(300), FramesPerSecond = 120, MessagesPerSecond = 1_000_000 });
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"pacing":{"fpsLimit":1000},"source":{"speed":8}}""");
        using var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(IPAddress.Loopback, stand.Address.Port);
        await slow.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /api/v1/session/socket HTTP/1.1\r\nHost: {stand.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        using var quick = await SocketClient.ConnectAsync(stand);
        var dropped = false;
        using var patience = new CancellationTokenSource(Patience.Long);
        while (!dropped && !patience.IsCancellationRequested)
        {
            // Every change is told to both, which fills what the system keeps for the slow one.
            for (var i = 0; i < 500; i++)
            {
                await quick.SendAsync($$"""{ "set": { "tempo": { "bpm": {{100 + (i % 100)}} } } }""");
                await quick.NextAsync("parameters");
            }

            await quick.NextAsync("frame");
            dropped = (await quick.NextAsync("status")).Message!["status"]!["watchers"]!.GetValue<int>() == 1;
        }

        Assert.True(dropped, "The browser that takes nothing was kept.");
    }
}
