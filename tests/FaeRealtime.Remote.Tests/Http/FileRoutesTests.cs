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

    [Fact]
    public async Task Files_OfBefore_AreListedAndGiven()
    {
        await using var stand = await PageStand.StartAsync();
        await CaptureAsync(stand);
        await File.WriteAllTextAsync(Path.Combine(stand.OutFolder, "from-the-window.mp4"), "a film");
        await PageStand.UntilAsync(() => stand.Made.Names.Contains("from-the-window.mp4"), "The file of the window");
        Assert.Contains("from-the-window.mp4", Names(await stand.Client.GetStringAsync(Files)));
        Assert.Equal("a film", await stand.Client.GetStringAsync($"{Files}/from-the-window.mp4"));
    }

    [Theory]
    [InlineData("secret.txt")]
    [InlineData(".hidden.png")]
    [InlineData("link.png")]
    [InlineData("missing.png")]
    [InlineData("..%2Fmodel%2Fconfig.json")]
    [InlineData("%2Fetc%2Fpasswd")]
    public async Task File_ThatIsNoOutput_IsNotFound(string name)
    {
        await using var stand = await PageStand.StartAsync();
        await CaptureAsync(stand);
        foreach (var secret in new[] { "secret.txt", ".hidden.png", "../outside.png" })
        {
            await File.WriteAllTextAsync(Path.Combine(stand.OutFolder, secret), "somebody's");
        }

        File.CreateSymbolicLink(Path.Combine(stand.OutFolder, "link.png"), Path.Combine(stand.OutFolder, "../outside.png"));
        using var reply = await stand.SendAsync("GET", $"{Files}/{name}");
        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
        Assert.DoesNotContain("link.png", Names(await stand.Client.GetStringAsync(Files)));
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
