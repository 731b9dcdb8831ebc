using System.Net;
using System.Net.WebSockets;
using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Http;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class PageAccessTests
{
    private const string Token = "not-the-real-secret";
    private const string Parameters = "api/v1/session/parameters";

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Post_FromForeignOrigin_IsRefusedAndChangesNothing(string origin)
    {
        await using var stand = await PageStand.StartAsync();
        var before = stand.Parameters;
        using var reply = await stand.SendAsync("POST", Parameters, """{"paused":true}""", ("Origin", origin));
        Assert.Equal(HttpStatusCode.Forbidden, reply.StatusCode);
        Assert.Same(before, stand.Parameters);
    }

    [Fact]
    public async Task Post_FromThePageItself_Changes()
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("POST", Parameters, """{"paused":true}""", ("Origin", stand.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.True(stand.Parameters.Paused);
    }

    [Fact]
    public async Task Socket_FromForeignOrigin_IsRefused()
    {
        await using var stand = await PageStand.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{stand.Address.Authority}/api/v1/session/socket"), CancellationToken.None));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1")]
    public async Task Get_UnderAnotherMachinesName_IsRefused(string host)
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("GET", "/", null, ("Host", $"{host}:{stand.Address.Port}"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, reply.StatusCode);
    }

    [Theory]
    [InlineData("GET", "", null, HttpStatusCode.Unauthorized)]
    [InlineData("POST", Parameters, null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "metrics", "Bearer wrong-secret-as-it-is", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "metrics", $"Bearer {Token}", HttpStatusCode.OK)]
    [InlineData("GET", $"?token={Token}", null, HttpStatusCode.OK)]
    [InlineData("GET", "?token=", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "page.js", null, HttpStatusCode.OK)]
    public async Task Request_WithTokenSet_NeedsIt(string method, string path, string? authorization, HttpStatusCode expected)
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { Token = Token });
        using var reply = await stand.SendAsync(method, path, method == "POST" ? "{}" : null, authorization is null ? [] : [("Authorization", authorization)]);
        Assert.Equal(expected, reply.StatusCode);
    }

    [Theory]
    [InlineData("0.0.0.0", null)]
    [InlineData("::", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("0.0.0.0", "short")]
    [InlineData("0.0.0.0", "with spaces in it")]
    [InlineData("example.org", Token)]
    public void Validate_OfAddressForOthers_NeedsAToken(string host, string? token) =>
        Assert.Throws<ConfigException>(() => new PageOptions { Host = host, Token = token }.Validate());

    [Fact]
    public async Task Requests_AboveTheRate_AreRefused()
    {
        await using var stand = await PageStand.StartAsync(new PageOptions { RequestsPerSecond = 2 });
        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            using var reply = await stand.SendAsync("GET", "health");
            seen.Add(reply.StatusCode);
        }

        Assert.Contains(HttpStatusCode.OK, seen);
        Assert.Contains(HttpStatusCode.TooManyRequests, seen);
    }

    [Fact]
    public async Task Post_OfTooLongABody_IsRefused()
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("POST", Parameters, new string(' ', PageOptions.MostBodyBytes + 1));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
    }

    [Fact]
    public async Task Page_ToBrowsers_ForbidsOtherSitesAndFrames()
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("GET", "/");
        var policy = Assert.Single(reply.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(reply.Headers.GetValues("Cross-Origin-Resource-Policy")));
        Assert.False(reply.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
