using System.Net;
using System.Net.Sockets;
using System.Text;
using FaeRealtime.Host.Tests;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Http;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>A viewer sees now, or is told that it does not.</summary>
public sealed class ViewerTests
{
    private const string IsBlack = "(() => { const c = document.querySelector('#picture'); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.every((v, i) => i % 4 === 3 || v < 24); })()";
    private const string Blackout = "api/v1/session/actions/blackout";
    private const string Running = "document.querySelector('#state').dataset.state === 'running' && document.querySelector('#picture').width === 32";

    // Of everything that lay on the way when a viewer began to read again. Without a bound it is what the session made meanwhile.
    private const int MostBytesOnTheWay = 48 * 1024;

    [Fact]
    public async Task Frames_ToABrowserThatDoesNotAcknowledge_AreTwo()
    {
        await using var stand = await PageStand.StartAsync();
        using var socket = await SocketClient.ConnectAsync(stand, "?acks=1");
        await socket.NextAsync("parameters");
        var taken = 0;
        while (!await socket.IsSilentAsync(TimeSpan.FromSeconds(0.6)))
        {
            taken++;
        }

        // Two frames, each announced, and two texts at most: status comes twice a second, and the parameters were taken above.
        Assert.InRange(taken, 4, 6);
        Assert.Equal(2, socket.Frames);
        await socket.SendAsync($$"""{ "ack": {{taken + 1}} }""");
        await socket.NextAsync("frame", "frame");
        await socket.NextAsync("frame");
        Assert.Equal(3, socket.Frames);
    }

    [Theory]
    [InlineData("GET /api/v1/session/socket HTTP/1.1\r\nHost: {0}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")]
    [InlineData("GET /api/v1/session/output.mjpg HTTP/1.1\r\nHost: {0}\r\n\r\n")]
    public async Task Frames_ToAViewerThatOnlyReads_DoNotPileUp(string request)
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { FramesPerSecond = 120, RequestsPerSecond = 1_000_000 });
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"pacing":{"fpsLimit":1000},"source":{"speed":8}}""");
        using var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(IPAddress.Loopback, stand.Address.Port);
        await slow.SendAsync(Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, request, stand.Address.Authority)));

        // A prompt viewer counts what the slow one is not shown.
        using var prompt = await SocketClient.ConnectAsync(stand);
        for (var bytes = 0; bytes < 4 * MostBytesOnTheWay;)
        {
            bytes += (await prompt.NextAsync("frame")).Frame.Length;
        }

        await stand.SendAsync("POST", "api/v1/session/parameters", """{"paused":true}""");
        var buffer = new byte[65536];
        var waiting = 0;
        using var patience = new CancellationTokenSource(Patience.Long);
        for (var deadline = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(0.5);)
        {
            if (slow.Available == 0)
            {
                await Task.Delay(10, patience.Token);
                continue;
            }

            waiting += await slow.ReceiveAsync(buffer, patience.Token);
        }

        Assert.InRange(waiting, 1, MostBytesOnTheWay);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_OnASlowConnection_SeesAChangeWithinASecond()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 800, 900);
        await browser.UntilAsync(Running);
        await browser.ThrottleAsync(8_000);

        // Long enough that unbounded buffers would hold many seconds of pictures.
        await Task.Delay(TimeSpan.FromSeconds(6));
        var started = TimeProvider.System.GetTimestamp();
        await stand.SendAsync("POST", Blackout);
        await browser.UntilAsync(IsBlack);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0.0, 2.0);

        // Slower still, it says how old its picture is.
        await browser.ThrottleAsync(600);
        await stand.SendAsync("POST", Blackout);
        await browser.UntilAsync("!document.querySelector('#age').hidden && document.querySelector('#age').textContent.includes(' s old')");
        await browser.SaveAsync("age.png");
        await browser.ThrottleAsync(-1);
        await browser.UntilAsync($"!{IsBlack} && document.querySelector('#age').hidden && /^\\d+ ms$/.test(document.querySelector('#picture-age').textContent)");
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_ThatIsHiddenOrSleeps_IsSentNothingAndSeesNowAfterwards()
    {
        await using var stand = await PageStand.StartAsync();
        await using var browser = await Chromium.OpenAsync(stand.Address, 800, 600);
        await browser.UntilAsync(Running);
        await using (await browser.HideAsync())
        {
            await WatchersAsync(stand, 0);
        }

        await WatchersAsync(stand, 1);
        await browser.UntilAsync(Running);
        var sleep = browser.SleepAsync(TimeSpan.FromSeconds(3));
        await Task.Delay(TimeSpan.FromSeconds(1));
        await stand.SendAsync("POST", Blackout);
        await sleep;
        await browser.UntilAsync(IsBlack);
        Assert.Empty(browser.Errors);
    }

    [ProgramFact(Chromium.Program)]
    public async Task Page_WhoseConnectionIsLost_SaysSoAndComesBack()
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { LongestUnseen = TimeSpan.FromSeconds(1), RequestsPerSecond = 1_000_000 });
        await using var browser = await Chromium.OpenAsync(stand.Address, 800, 600);
        await browser.UntilAsync(Running);

        // Asleep for longer than the server waits, its socket is ended.
        var sleep = browser.SleepAsync(TimeSpan.FromSeconds(6));
        await WatchersAsync(stand, 0);
        await stand.SendAsync("POST", Blackout);
        await sleep;
        await browser.UntilAsync($"{Running} && {IsBlack}");
        await WatchersAsync(stand, 1);
        Assert.Empty(browser.Errors);
    }

    private static async Task WatchersAsync(PageStand stand, int wanted)
    {
        using var patience = new CancellationTokenSource(Patience.Long);
        while (!(await stand.Client.GetStringAsync("metrics", patience.Token)).Contains($"\nfae_watchers {wanted}\n", StringComparison.Ordinal))
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
