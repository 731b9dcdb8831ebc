using System.Net;
using System.Text.Json.Nodes;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class FileRoutesTests
{
    private const string Files = "api/v1/files";

    [Fact]
    public async Task File_ThatWasCaptured_IsListedAndGiven()
    {
        await using var stand = await PageStand.StartAsync();
        Assert.Equal("[]", (await stand.Client.GetStringAsync(Files)).Trim());
        var path = await CaptureAsync(stand);

        var name = Path.GetFileName(path);
        Assert.Equal([name], Names(await stand.Client.GetStringAsync(Files)));
        using var reply = await stand.SendAsync("GET", $"{Files}/{name}");
        Assert.Equal(("image/png", $"attachment; filename=\"{name}\""), (reply.Content.Headers.ContentType!.ToString(), reply.Content.Headers.ContentDisposition!.ToString()));
        Assert.Equal(await File.ReadAllBytesAsync(path), await reply.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("secret.png")]
    [InlineData("..%2Fmodel%2Fconfig.json")]
    [InlineData("%2Fetc%2Fpasswd")]
    public async Task File_ThatWasNotMadeHere_IsRefused(string name)
    {
        await using var stand = await PageStand.StartAsync();
        await CaptureAsync(stand);
        await File.WriteAllTextAsync(Path.Combine(stand.OutFolder, "secret.png"), "somebody's");

        using var reply = await stand.SendAsync("GET", $"{Files}/{name}");
        Assert.True(reply.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{reply.StatusCode}");
    }

    [Fact]
    public async Task File_ThatIsGone_IsNotListed()
    {
        await using var stand = await PageStand.StartAsync();
        File.Delete(await CaptureAsync(stand));
        Assert.Equal("[]", (await stand.Client.GetStringAsync(Files)).Trim());
    }

    private static async Task<string> CaptureAsync(PageStand stand)
    {
        using var reply = await stand.SendAsync("POST", "api/v1/session/capture");
        return JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["file"]!.GetValue<string>();
    }

    private static IEnumerable<string> Names(string json) => JsonNode.Parse(json)!.AsArray().Select(name => name!.GetValue<string>());
}
