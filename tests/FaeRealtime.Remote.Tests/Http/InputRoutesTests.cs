using System.Net;
using System.Text.Json.Nodes;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>Pictures that browsers and other programs send.</summary>
public sealed class InputRoutesTests
{
    [Fact]
    public async Task Post_Image_ComesInAndDeleteTakesItAway()
    {
        await using var stand = await PageStand.StartAsync(takesImages: true);
        var input = stand.Control.Session.Input;
        await PageStand.UntilAsync(() => stand.Client.PostAsync("api/v1/session/input", new ByteArrayContent([7])).GetAwaiter().GetResult().IsSuccessStatusCode, "the encoder");
        await PageStand.UntilAsync(() => input.IsPresent, "the picture");
        Assert.True((bool)JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/session/info"))!["takesImages"]!);

        using var gone = await stand.SendAsync("DELETE", "api/v1/session/input");
        Assert.Equal("""{"done":true}""", await gone.Content.ReadAsStringAsync());
        Assert.False(input.IsPresent);
    }

    /// <summary>Twenty spoiled pictures: each is refused, and the session goes on.</summary>
    [Fact]
    public async Task Post_NoImage_IsRefusedAndTheOneBeforeStays()
    {
        await using var stand = await PageStand.StartAsync(takesImages: true);
        await PageStand.UntilAsync(() => stand.Client.PostAsync("api/v1/session/input", new ByteArrayContent([7])).GetAwaiter().GetResult().IsSuccessStatusCode, "the encoder");
        await PageStand.UntilAsync(() => stand.Control.Session.Input.IsPresent, "the picture");
        for (var i = 0; i < 20; i++)
        {
            using var reply = await stand.Client.PostAsync("api/v1/session/input", new ByteArrayContent(new byte[i]));
            Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
            Assert.Contains("no image", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.True(stand.Control.Session.Input.IsPresent);
    }

    [Fact]
    public async Task Post_Mask_MarksItsWhitePlaces()
    {
        await using var stand = await PageStand.StartAsync();
        using var whole = await stand.Client.PostAsync("api/v1/session/paint", new ByteArrayContent([8]));
        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal("ffffffff00000000", stand.Parameters.Source.Paint);

        using var spoiled = await stand.Client.PostAsync("api/v1/session/paint", new ByteArrayContent([1, 2]));
        Assert.Equal(HttpStatusCode.BadRequest, spoiled.StatusCode);
        Assert.Contains("mask cannot be read", await spoiled.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ffffffff00000000", stand.Parameters.Source.Paint);
    }

    [Fact]
    public async Task Post_SessionWithoutEncoder_SaysWhatIsMissing()
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.Client.PostAsync("api/v1/session/input", new ByteArrayContent([7]));
        Assert.False(reply.IsSuccessStatusCode);
        Assert.Contains("frozen encoder", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False((bool)JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/session/info"))!["takesImages"]!);
    }
}
