using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Control;
using FaeRealtime.Remote.Http;
using FaeRealtime.Remote.Osc;
using Xunit.Abstractions;

namespace FaeRealtime.Remote.Tests.Http;

/// <summary>Senders are read as they speak, and what they send stays small and private.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SpellingTests(ITestOutputHelper output)
{
    private const string Parameters = "api/v1/session/parameters";

    [Theory]
    [InlineData("""{"sampler":{"steps":2.0}}""")]
    [InlineData("""{"sampler":{"steps":2e0}}""")]
    [InlineData("\uFEFF{\"sampler\":{\"steps\":2}}")]
    [InlineData("""{"steps":2.0}""")]
    public async Task WholeNumber_InAnySpelling_IsTaken(string body)
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("POST", Parameters, body);
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(2, stand.Parameters.Sampler.Steps);
    }

    [Theory]
    [InlineData("""{"sampler":{"steps":2.5}}""")]
    [InlineData("""{"steps":1e300}""")]
    [InlineData("""{"seeds":[{"seed":-1.0,"weight":1}]}""")]
    [InlineData("""{"class":"nonsense"}""")]
    [InlineData("""{"speed":1,"source":{"speed":2}}""")]
    public async Task Value_ThatFitsNothing_IsRefused(string body)
    {
        await using var stand = await PageStand.StartAsync();
        var before = stand.Parameters;
        using var reply = await stand.SendAsync("POST", Parameters, body);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Same(before, stand.Parameters);
    }

    [Fact]
    public async Task ShortNames_OverHttpAndSocket_AreTaken()
    {
        await using var stand = await PageStand.StartAsync();
        var name = stand.Control.Session.Info!.Classes[2];
        using var reply = await stand.SendAsync("POST", Parameters, $$"""{"speed":1.5,"seeds":[{"seed":7.0,"weight":1}],"class":"{{name}}","tempo":{"bpm":90} }""");
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        Assert.Equal((1.5, 7UL, 90.0), (stand.Parameters.Source.Speed, stand.Parameters.Source.Seeds[0].Seed, stand.Parameters.Tempo.Bpm));
        Assert.Equal(2, Assert.Single(stand.Parameters.Condition.Classes).Class);
        using var socket = await SocketClient.ConnectAsync(stand);
        await socket.SendAsync($$"""{"set":{"condition":{"classes":[{"class":"{{stand.Control.Session.Info.Classes[1]}}","weight":1}]} } }""");
        await PageStand.UntilAsync(() => stand.Parameters.Condition.Classes is [{ Class: 1 }], "The class by its name");
    }

    [Fact]
    public void ShortNames_OfParameters_AreThoseOfOsc()
    {
        var osc = OscTable.Targets.Select(target => target.Address).ToHashSet();
        Assert.DoesNotContain(ShortNames.All, name => ParameterTable.Find(name.Path) is not null && !osc.Contains($"/fae/{name.Name}"));
        Assert.DoesNotContain(ParameterTable.All.Where(one => one.Path.Split('/') is { Length: 2 }), one => osc.Contains($"/fae/{one.Path.Split('/')[1]}") && ParameterTable.Find(one.Path.Split('/')[1]) is null && !ShortNames.All.Any(name => name.Path == one.Path));
    }

    [Fact]
    public async Task Preset_OfABody_TakesNoMoreRoomAndIsPrivate()
    {
        await using var stand = await PageStand.StartAsync();
        var body = $$"""{"source":{"keyframes":[{{string.Join(',', Enumerable.Repeat("{}", 500))}}]} }""";
        using var stored = await stand.SendAsync("PUT", "api/v1/presets/many", body);
        Assert.True(stored.IsSuccessStatusCode, await stored.Content.ReadAsStringAsync());
        var file = Path.Combine(stand.PresetFolder, "many.json");
        Assert.InRange(new FileInfo(file).Length, 1, Encoding.UTF8.GetByteCount(body));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(stand.PresetFolder));
        Assert.Equal(500, JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/presets/many"))!["source"]!["keyframes"]!.AsArray().Count);
    }

    [Fact]
    public async Task Set_Saved_IsPrivate()
    {
        await using var stand = await PageStand.StartAsync();
        using var started = await stand.SendAsync("POST", "api/v1/sets/mine/start");
        using var stopped = await stand.SendAsync("POST", "api/v1/sets/mine/stop");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(stand.OutFolder, "mine.json")));
    }

    [Fact]
    public async Task Timeline_OfTheMostSeeds_CostsOtherChangesLittle()
    {
        await using var stand = await PageStand.StartAsync();
        using var tooMany = await stand.SendAsync("POST", Parameters, Timeline(1024, 9));
        Assert.Equal(HttpStatusCode.BadRequest, tooMany.StatusCode);
        using var most = await stand.SendAsync("POST", Parameters, Timeline(1024, 8));
        Assert.True(most.IsSuccessStatusCode);
        var kept = stand.Parameters.Source.Keyframes;
        var times = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            var change = Encoding.UTF8.GetBytes($$"""{"source":{"speed":{{1 + (i % 5)}} } }""");
            var started = Stopwatch.GetTimestamp();
            stand.Control.Merge(change, "The change");
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        Assert.Same(kept, stand.Parameters.Source.Keyframes);
        times.Sort();
        output.WriteLine($"{times[20]} ms a change");

        // The aim is 5 ms; machines under load take their time, and what it was is 860.
        Assert.InRange(times[20], 0.0, 25.0);
    }

    [Fact]
    public async Task Port_ThatIsTaken_IsFoundBeforeAnythingIsLoaded()
    {
        await using var stand = await PageStand.StartAsync();
        var taken = new ControlServerOptions { Page = new PageOptions { Port = stand.Address.Port } };
        Assert.Equal(PageOptions.PortSubject, Assert.Throws<ConfigException>(() => ControlServer.RequireFree(taken)).Subject);
        var osc = new ControlServerOptions { Page = new PageOptions { Port = 0 }, Osc = stand.Osc };
        Assert.Equal("OscPort", Assert.Throws<ConfigException>(() => ControlServer.RequireFree(osc)).Subject);
    }

    private static string Timeline(int keyframes, int seeds)
    {
        var list = Enumerable.Range(0, keyframes).Select(i => string.Join(',', Enumerable.Range(0, seeds).Select(j => $$"""{"seed":{{(i * 40) + j}},"weight":1}""")));
        return $$"""{"source":{"keyframes":[{{string.Join(',', list.Select(blend => $$"""{"seeds":[{{blend}}]}"""))}}]} }""";
    }
}
