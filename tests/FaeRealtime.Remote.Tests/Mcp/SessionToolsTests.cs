using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Tests.Http;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace FaeRealtime.Remote.Tests.Mcp;

/// <summary>The official client of the Model Context Protocol plays a session.</summary>
public sealed class SessionToolsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_OverEitherWay_LooksChangesAndSaves(bool http)
    {
        await using var stand = await PageStand.StartAsync(Served);
        await using var client = await ClientAsync(stand, http);
        var tools = await client.ListToolsAsync();
        Assert.All(tools, tool => Assert.True(tool.Description.Length > 10, tool.Name));
        Assert.Contains(tools, tool => tool.Name == "look");

        var picture = Assert.IsType<ImageContentBlock>(Assert.Single((await client.CallToolAsync("look")).Content));
        Assert.Equal("image/png", picture.MimeType);

        // The width stands behind the signature and the first part's head.
        Assert.Equal(32, BinaryPrimitives.ReadInt32BigEndian(picture.DecodedData.Span[16..]));

        Assert.Equal(3, JsonNode.Parse(await TextAsync(client, "describe_session"))!["classes"]!.AsArray().Count);
        Assert.Contains("\"description\"", await TextAsync(client, "describe_parameters"), StringComparison.Ordinal);

        var changed = await TextAsync(client, "set_parameters", ("changes", JsonNode.Parse("""{"speed": 3, "condition": {"classes": [{"class": 1, "weight": 1}]}}""")));
        Assert.Equal(3, (double)JsonNode.Parse(changed)!["source"]!["speed"]!);
        Assert.Equal(3, stand.Parameters.Source.Speed);
        Assert.Equal(1, Assert.Single(stand.Parameters.Condition.Classes).Class);

        Assert.Equal("Done.", await TextAsync(client, "act", ("action", "undo")));
        Assert.NotEqual(3, stand.Parameters.Source.Speed);
        Assert.Equal("Done.", await TextAsync(client, "store_preset", ("name", "mine")));
        Assert.Contains("mine", await TextAsync(client, "list_presets"), StringComparison.Ordinal);
        await client.CallToolAsync("set_parameters", Arguments([("changes", JsonNode.Parse("""{"speed": 5}"""))]));
        Assert.Equal("Done.", await TextAsync(client, "recall_preset", ("name", "mine")));
        Assert.NotEqual(5, stand.Parameters.Source.Speed);
        Assert.EndsWith(".png", await TextAsync(client, "save_picture"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set_parameters", "changes", """{"speed": 99}""", "source/speed")]
    [InlineData("set_parameters", "changes", """{"sped": 1}""", "sped")]
    [InlineData("act", "action", "\"jump\"", "jump")]
    [InlineData("recall_preset", "name", "\"none\"", "none")]
    [InlineData("load_model", "name", "\"elsewhere\"", "elsewhere")]
    public async Task Call_WrongArgument_IsToldAndNothingChanges(string tool, string argument, string value, string reason)
    {
        await using var stand = await PageStand.StartAsync(Served);
        await using var client = await ClientAsync(stand, http: true);
        var before = stand.Parameters;
        var answer = await client.CallToolAsync(tool, Arguments([(argument, JsonNode.Parse(value))]));
        Assert.True(answer.IsError);
        Assert.Contains(reason, Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text, StringComparison.Ordinal);
        Assert.Same(before, stand.Parameters);
    }

    [Fact]
    public async Task Address_NotAskedForOrWithoutToken_IsClosed()
    {
        await using var without = await PageStand.StartAsync();
        using var none = await without.SendAsync("POST", "mcp", "{}");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        await using var guarded = await PageStand.StartAsync(Served with { Token = "a-secret-of-many-letters" });
        using var stranger = await guarded.SendAsync("POST", "mcp", "{}");
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var elsewhere = await guarded.SendAsync("POST", "mcp", "{}", ("Authorization", "Bearer a-secret-of-many-letters"), ("Origin", "http://example.org"));
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
    }

    private static PageOptions Served => new() { RequestsPerSecond = 1_000_000, MessagesPerSecond = 1_000_000, Mcp = true };

    private static async Task<McpClient> ClientAsync(PageStand stand, bool http)
    {
        if (http)
        {
            return await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(stand.Address, "mcp") }));
        }

        var (there, back) = (new Pipe(), new Pipe());
        _ = stand.ConverseAsync(there.Reader.AsStream(), back.Writer.AsStream());
        return await McpClient.CreateAsync(new StreamClientTransport(there.Writer.AsStream(), back.Reader.AsStream()));
    }

    private static async Task<string> TextAsync(McpClient client, string tool, params (string Name, JsonNode? Value)[] arguments)
    {
        var answer = await client.CallToolAsync(tool, Arguments(arguments));
        var text = Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text;
        Assert.False(answer.IsError ?? false, text);
        return text;
    }

    private static Dictionary<string, object?> Arguments((string Name, JsonNode? Value)[] arguments) =>
        arguments.ToDictionary(argument => argument.Name, argument => (object?)JsonSerializer.SerializeToElement(argument.Value));
}
