using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Http.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>Nobody who may not ask keeps out those who may.</summary>
public sealed class SiegeTests
{
    private const string Token = "not-the-real-secret";
    private const string Parameters = "api/v1/session/parameters";

    [Fact]
    public async Task Client_BesideSilentConnectionsAndAFlood_IsAnsweredAtOnce()
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { Token = Token });
        using var rightful = new HttpClient { BaseAddress = stand.Address };
        rightful.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        await rightful.GetStringAsync(Parameters);
        var silent = new List<Socket>();
        using var ends = new CancellationTokenSource();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                silent.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, stand.Address.Port);
            }

            var flood = FloodAsync(stand, ends.Token);
            var times = new List<double>();
            for (var i = 0; i < 60; i++)
            {
                var started = Stopwatch.GetTimestamp();
                using var reply = await rightful.GetAsync(Parameters);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
                await Task.Delay(15);
            }

            // One that comes only now finds a place, too.
            using var late = new HttpClient { BaseAddress = stand.Address };
            late.DefaultRequestHeaders.Authorization = new("Bearer", Token);
            await late.GetStringAsync(Parameters);
            await ends.CancelAsync();
            Assert.Contains(HttpStatusCode.TooManyRequests, await flood);
            times.Sort();
            Assert.InRange(times[times.Count / 2], 0.0, 50.0);
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127")]
    public async Task Connection_ThatSaysNothing_IsEndedSoon(string start)
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { LongestSilence = TimeSpan.FromSeconds(1), SlowestHeaders = TimeSpan.FromSeconds(1) });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, stand.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(start));
        using var patience = new CancellationTokenSource(Patience.Long);
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, patience.Token) > 0)
        {
            // An answer that it took too long.
        }

        Assert.InRange(new PageOptions().LongestSilence, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
        Assert.InRange(new PageOptions().SlowestHeaders, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Streams_AboveTheLimit_AreRefused()
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { Sockets = 1 });
        using var first = await stand.Client.GetAsync("api/v1/session/output.mjpg", HttpCompletionOption.ResponseHeadersRead);
        using var second = await stand.Client.GetAsync("api/v1/session/output.mjpg", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        await AssertProtectedAsync(second);
    }

    [Fact]
    public async Task Answers_OfEveryStatus_AreProtectedAndSayWhy()
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { Token = Token, RequestsPerSecond = 3 });
        var seen = new HashSet<HttpStatusCode>();
        foreach (var (method, path, body, token) in new[]
        {
            ("GET", "health", null, null), ("GET", "nothing", null, Token), ("POST", Parameters, "{", Token), ("GET", "api/v1/presets/missing", null, Token),
            ("POST", Parameters, new string(' ', PageOptions.MostBodyBytes + 1), Token),
        })
        {
            // A server that refuses a body does not read it to its end: a client that sends it all the same may not see the answer.
            (string, string)[] headers = [("Expect", "100-continue"), .. token is null ? [] : new[] { ("Authorization", $"Bearer {token}") }];
            using var reply = await stand.SendAsync(method, path, body, headers);
            await AssertProtectedAsync(reply);
            seen.Add(reply.StatusCode);
        }

        for (var i = 0; i < 20; i++)
        {
            using var reply = await stand.SendAsync("GET", "health");
            await AssertProtectedAsync(reply);
            seen.Add(reply.StatusCode);
        }

        Assert.Superset(
            new HashSet<HttpStatusCode> { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.TooManyRequests },
            seen);
    }

    [Fact]
    public async Task Answer_OfAFaultOfTheServer_IsProtectedAndSaysSo()
    {
        using var gate = new PageGate(new PageOptions(), NullLogger.Instance);
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("localhost");
        using var body = new MemoryStream();
        context.Response.Body = body;
        await gate.InvokeAsync(context, _ => throw new InvalidOperationException("nobody's business"));
        Assert.Equal(StatusCodes.Status500InternalServerError, context.Response.StatusCode);
        Assert.Contains("default-src 'none'", context.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        var says = JsonNode.Parse(Encoding.UTF8.GetString(body.ToArray()))!["error"]!.GetValue<string>();
        Assert.Contains("fault of the server", says, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody's business", says, StringComparison.Ordinal);
    }

    private static async Task AssertProtectedAsync(HttpResponseMessage reply)
    {
        Assert.Contains("default-src 'none'", Assert.Single(reply.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(reply.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(reply.Headers.GetValues("Referrer-Policy")));
        Assert.NotEmpty(JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["error"]!.GetValue<string>());
    }

    private static async Task<HashSet<HttpStatusCode>> FloodAsync(PageStand stand, CancellationToken cancellationToken)
    {
        var seen = new HashSet<HttpStatusCode>();
        while (!cancellationToken.IsCancellationRequested)
        {
            using var reply = await stand.SendAsync("GET", Parameters);
            seen.Add(reply.StatusCode);
        }

        return seen;
    }
}
