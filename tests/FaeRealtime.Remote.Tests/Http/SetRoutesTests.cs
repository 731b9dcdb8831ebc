using System.Net;
using FaeRealtime.Live.Recording;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class SetRoutesTests
{
    [Fact]
    public async Task Set_StartedChangedAndStopped_IsAFileOfTheChanges()
    {
        await using var stand = await PageStand.StartAsync();
        using var early = await stand.SendAsync("POST", "api/v1/sets/first/stop");
        Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);
        using var started = await stand.SendAsync("POST", "api/v1/sets/first/start");
        Assert.True(started.IsSuccessStatusCode);
        using var changed = await stand.SendAsync("POST", "api/v1/session/parameters", """{ "source": { "speed": 3 } }""");
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync());
        using var stopped = await stand.SendAsync("POST", "api/v1/sets/first/stop");
        Assert.True(stopped.IsSuccessStatusCode, await stopped.Content.ReadAsStringAsync());

        Assert.Equal(3.0, SessionRecording.Load(Path.Combine(stand.OutFolder, "first.json")).Changes().Single().Parameters.Source.Speed);
        using var again = await stand.SendAsync("POST", "api/v1/sets/first/start");
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Theory]
    [InlineData("..%2Fescape")]
    [InlineData("a.b")]
    public async Task Set_WithANameOutsideOfItsFolder_IsRefused(string name)
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("POST", $"api/v1/sets/{name}/start");
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.False(stand.Control.IsRecording);
    }
}
