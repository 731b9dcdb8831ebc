using System.Net;
using System.Text.Json.Nodes;
using FaeRealtime.Video.Formats;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class PresetRoutesTests
{
    [Fact]
    public async Task Preset_StoredListedRecalledDeleted_DoesWhatItSays()
    {
        await using var stand = await PageStand.StartAsync();
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"source":{"speed":3}}""");
        using var stored = await stand.SendAsync("PUT", "api/v1/presets/fast one");
        await stand.SendAsync("POST", "api/v1/session/parameters", """{"source":{"speed":1}}""");
        Assert.Equal("""["fast one"]""", await stand.Client.GetStringAsync("api/v1/presets"));
        Assert.Equal(3.0, JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/presets/fast one"))!["source"]!["speed"]!.GetValue<double>());
        using var recalled = await stand.SendAsync("POST", "api/v1/presets/fast one/recall");
        Assert.Equal(3.0, stand.Parameters.Source.Speed);
        Assert.Equal("""{"done":true}""", await (await stand.SendAsync("DELETE", "api/v1/presets/fast one")).Content.ReadAsStringAsync());
        Assert.Equal("[]", await stand.Client.GetStringAsync("api/v1/presets"));
    }

    [Fact]
    public async Task Preset_PutWithABody_StoresThat()
    {
        await using var stand = await PageStand.StartAsync();
        var before = stand.Parameters;
        using var stored = await stand.SendAsync("PUT", "api/v1/presets/body", """{"source":{"speed":4}}""");
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        Assert.Same(before, stand.Parameters);
        using var refused = await stand.SendAsync("PUT", "api/v1/presets/wrong", """{"source":{"speed":400}}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("""["body"]""", await stand.Client.GetStringAsync("api/v1/presets"));
    }

    [Theory]
    [InlineData("PUT", "..%2Fescape")]
    [InlineData("GET", "..%2Fmodel%2Fconfig")]
    [InlineData("DELETE", "%2Fetc%2Fpasswd")]
    [InlineData("PUT", "a%00b")]
    [InlineData("PUT", ".hidden")]
    [InlineData("GET", "missing")]
    public async Task Preset_WithANameOutsideOfItsFolder_IsRefused(string method, string name)
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync(method, $"api/v1/presets/{name}");
        Assert.InRange((int)reply.StatusCode, 400, 404);
        Assert.Equal("[]", await stand.Client.GetStringAsync("api/v1/presets"));
    }

    [Theory]
    [InlineData("..%2Fescape")]
    [InlineData("a.b")]
    [InlineData("a%20b")]
    public async Task Recording_WithANameOutsideOfItsFolder_IsRefused(string name)
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("POST", $"api/v1/recordings/{name}/start?format=webp");
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
    }

    [Fact]
    public async Task Recording_StartedAndStopped_IsAVideoInTheFolder()
    {
        await using var stand = await PageStand.StartAsync();
        using var started = await stand.SendAsync("POST", "api/v1/recordings/take-1/start?format=webp&fps=30");
        Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
        using var second = await stand.SendAsync("POST", "api/v1/recordings/take-2/start?format=webp");
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        using var other = await stand.SendAsync("POST", "api/v1/recordings/take-2/stop");
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        await UntilStateAsync(stand, status => status["frames"]!.GetValue<long>() >= 3);
        await stand.SendAsync("POST", "api/v1/recordings/take-1/stop");
        await UntilStateAsync(stand, status => status["state"]!.GetValue<string>() == "Finished");
        var video = Path.Combine(stand.OutFolder, "take-1.webp");
        Assert.True(new FileInfo(video).Length > 100);
        Assert.Contains("FaeRealtime", MetadataFile.Read(video), StringComparison.Ordinal);
        using var again = await stand.SendAsync("POST", "api/v1/recordings/take-1/start?format=webp");
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task Capture_OfTheSession_IsAPictureWithMetadata()
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("POST", "api/v1/session/capture");
        var file = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["file"]!.GetValue<string>();
        Assert.Equal(stand.OutFolder, Path.GetDirectoryName(file));
        Assert.Contains("\"verb\":\"serve\"", MetadataFile.Read(file), StringComparison.Ordinal);
    }

    private static async Task UntilStateAsync(PageStand stand, Func<JsonNode, bool> condition)
    {
        using var patience = new CancellationTokenSource(Live.Tests.Patience.Long);
        while (!condition(JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/recordings", patience.Token))!))
        {
            await Task.Delay(5, patience.Token);
        }
    }
}
