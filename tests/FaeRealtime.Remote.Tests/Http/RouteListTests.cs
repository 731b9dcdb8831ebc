using System.Text.Json.Nodes;
using FaeRealtime.Testing;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class RouteListTests
{
    [Fact]
    public async Task Addresses_OfTheReadme_AreThoseOfTheServer()
    {
        await using var stand = await PageStand.StartAsync();
        var served = JsonNode.Parse(await stand.Client.GetStringAsync("api/v1"))!.AsArray()
            .Select(route => $"| {route!["method"]} | `{route["path"]}` | {route["summary"]} |")
            .Where(line => !line.Contains(".js`", StringComparison.Ordinal) && !line.Contains(".css`", StringComparison.Ordinal));
        var written = File.ReadLines(Path.Combine(Repository.Root, "src", "FaeRealtime.Remote", "Http", "README.md")).Where(line => line.Contains("| `/", StringComparison.Ordinal));
        Assert.Equal(served, written);
    }

    [Fact]
    public async Task Unknown_Address_IsToldWhereTheListIs()
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("GET", "api/v2/nothing");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, reply.StatusCode);
        Assert.Contains("/api/v1", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
