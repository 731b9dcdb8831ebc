using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Remote.Tests.Http;

public sealed class SessionRoutesTests
{
    private const string Parameters = "api/v1/session/parameters";

    [Fact]
    public async Task Parameters_PostedInPart_ChangeOnlyWhatIsNamed()
    {
        await using var stand = await PageStand.StartAsync();
        var before = stand.Parameters;
        using var reply = await stand.SendAsync("POST", Parameters, """{"sampler":{"steps":3},"source":{"seeds":[{"seed":5,"weight":1}]}}""");
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal(3, stand.Parameters.Sampler.Steps);
        Assert.Equal(5UL, stand.Parameters.Source.Seeds[0].Seed);
        Assert.Equal(before.Source.Speed, stand.Parameters.Source.Speed);
        Assert.Equal(await reply.Content.ReadAsStringAsync(), await stand.Client.GetStringAsync(Parameters));
    }

    [Theory]
    [InlineData("""{"sampler":{"steps":0}}""", "1 to 1000")]
    [InlineData("""{"sampler":{"stepz":1}}""", "steps")]
    [InlineData("""{"condition":{"classes":[{"class":99,"weight":1}]}}""", "class 99")]
    [InlineData("{", "")]
    [InlineData("", "")]
    [InlineData("[]", "")]
    public async Task Parameters_PostedWrong_AreRefusedWithTheReason(string body, string reason)
    {
        await using var stand = await PageStand.StartAsync();
        var before = stand.Parameters;
        using var reply = await stand.SendAsync("POST", Parameters, body);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Contains(reason, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Same(before, stand.Parameters);
    }

    [Fact]
    public async Task Directions_OfTheModel_AreToldAndSet()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        new ModelDirections([new Direction { Name = "hair", Kind = DirectionKind.Feature, Vector = "hair", Maximum = 2 }], [new float[ModelDirections.Length(model.Config, DirectionKind.Feature)]]).Save(model);
        await using var stand = await PageStand.StartAsync(first: model.Path);

        var told = JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/session/info"))!["directions"]!.AsArray().Single()!;
        Assert.Equal(("hair", "feature", -3, 2), (told["name"]!.GetValue<string>(), told["kind"]!.GetValue<string>(), told["minimum"]!.GetValue<double>(), told["maximum"]!.GetValue<double>()));
        using var set = await stand.SendAsync("POST", Parameters, """{"directions":"Hair:1.5"}""");
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal("Hair:1.5", stand.Parameters.Condition.Directions);
        stand.Remote.Change(now => ParameterTable.At("condition/directions/hair").With(now, -1));
        Assert.Equal("hair:-1", stand.Parameters.Condition.Directions);
        foreach (var (wrong, reason) in new[] { ("grin:1", "has hair"), ("hair:2.5", "-3 to 2"), ("hair:x", "no number") })
        {
            using var reply = await stand.SendAsync("POST", Parameters, $$$"""{"condition":{"directions":"{{{wrong}}}"}}""");
            Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
            Assert.Contains(reason, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["error"]!.GetValue<string>(), StringComparison.Ordinal);
        }

        Assert.Equal("hair:-1", stand.Parameters.Condition.Directions);
    }

    [Fact]
    public async Task Undo_AfterAChange_TakesItBack()
    {
        await using var stand = await PageStand.StartAsync();
        var before = stand.Parameters.Source.Speed;
        await stand.SendAsync("POST", Parameters, """{"source":{"speed":2}}""");
        Assert.Equal("""{"done":true}""", await (await stand.SendAsync("POST", "api/v1/session/undo")).Content.ReadAsStringAsync());
        Assert.Equal(before, stand.Parameters.Source.Speed);
        Assert.Equal("""{"done":false}""", await (await stand.SendAsync("POST", "api/v1/session/undo")).Content.ReadAsStringAsync());
        await stand.SendAsync("POST", "api/v1/session/redo");
        Assert.Equal(2.0, stand.Parameters.Source.Speed);
    }

    [Fact]
    public async Task Actions_OfInfo_AllRun()
    {
        await using var stand = await PageStand.StartAsync();
        var info = JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/session/info"))!;
        Assert.Equal("micro", info["model"]!.GetValue<string>());
        Assert.Equal(3, info["classes"]!.AsArray().Count);
        foreach (var action in info["actions"]!.AsArray())
        {
            using var reply = await stand.SendAsync("POST", $"api/v1/session/actions/{action}");
            Assert.True(reply.IsSuccessStatusCode, $"{action}: {await reply.Content.ReadAsStringAsync()}");
        }

        using var unknown = await stand.SendAsync("POST", "api/v1/session/actions/newSead");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("newSeed", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_Served_IsTheParameters()
    {
        await using var stand = await PageStand.StartAsync();
        Assert.Equal(ParameterJson.Schema(), await stand.Client.GetStringAsync("api/v1/schema"));
    }

    [Theory]
    [InlineData("""{"model":"../../etc"}""")]
    [InlineData("""{"model":"/etc"}""")]
    [InlineData("{}")]
    public async Task Load_OfNoModelOfTheFolder_IsRefused(string body)
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("POST", "api/v1/model/load", body);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal(string.Empty, stand.Parameters.Model);
    }

    [Theory]
    [InlineData("", "image/png")]
    [InlineData("?format=png", "image/png")]
    [InlineData("?format=jpg", "image/jpeg")]
    public async Task Frame_InEachFormat_IsThePicture(string query, string type)
    {
        await using var stand = await PageStand.StartAsync();
        using var reply = await stand.SendAsync("GET", $"api/v1/session/frame{query}");
        Assert.Equal(type, reply.Content.Headers.ContentType!.ToString());
        using var picture = Image.Load<Rgba32>(await reply.Content.ReadAsByteArrayAsync());
        Assert.Equal((TestModel.Micro.PixelDecoder.ImageSize, TestModel.Micro.PixelDecoder.ImageSize), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task Stream_Watched_GoesOnWithNewPictures()
    {
        await using var stand = await PageStand.StartAsync();
        using var patience = new CancellationTokenSource(Patience.Long);
        using var reply = await stand.Client.GetAsync("api/v1/session/output.mjpg", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        await using var stream = await reply.Content.ReadAsStreamAsync(patience.Token);
        var seen = new List<byte>();
        var buffer = new byte[4096];
        while (Count(seen, "--fae-frame") < 4)
        {
            seen.AddRange(buffer[..await stream.ReadAsync(buffer, patience.Token)]);
        }

        Assert.StartsWith("multipart/x-mixed-replace", reply.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_AsPrometheusReadsThem_NameEveryFigure()
    {
        await using var stand = await PageStand.StartAsync();
        using (await stand.SendAsync("GET", "api/v1/session/frame"))
        {
            var lines = (await stand.Client.GetStringAsync("metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            foreach (var name in new[] { "presented_fps", "generate_ms", "decode_ms", "share_us", "present_ms", "dropped", "latency_ms" })
            {
                Assert.Contains($"# TYPE fae_{name} ", string.Join('\n', lines), StringComparison.Ordinal);
            }

            Assert.All(lines.Where(line => !line.StartsWith('#') && !line.StartsWith("fae_engine_info", StringComparison.Ordinal)), line => Assert.Matches(@"^fae_[a-z_]+(\{quantile=""0\.\d+""\})? -?[0-9.]+(E-?[0-9]+)?$", line));
        }
    }

    [Fact]
    public async Task Metrics_OfAnEngine_SayWhyItWasTakenInEscapedLabels()
    {
        const string Reason = "C:\\drivers say \"no\"\nand no more";
        await using var stand = await PageStand.StartAsync(reason: Reason);
        var line = (await stand.Client.GetStringAsync("metrics")).Split('\n').Single(line => line.StartsWith("fae_engine_info{", StringComparison.Ordinal));

        Assert.StartsWith("fae_engine_info{engine=\"cpu\",renderer=\"\",device=\"cpu, 1 thread, ", line, StringComparison.Ordinal);
        Assert.EndsWith(@",reason=""C:\\drivers say \""no\""\nand no more""} 1", line, StringComparison.Ordinal);
        using var info = JsonDocument.Parse(await stand.Client.GetStringAsync("api/v1/session/info"));
        Assert.Equal(("cpu", Reason), (info.RootElement.GetProperty("engine").GetString(), info.RootElement.GetProperty("engineReason").GetString()));
    }

    [Fact]
    public async Task Health_OfARunningSession_IsGood()
    {
        await using var stand = await PageStand.StartAsync();
        Assert.Equal("""{"state":"running"}""", await stand.Client.GetStringAsync("health"));
    }

    private static int Count(List<byte> bytes, string text) => System.Text.Encoding.Latin1.GetString([.. bytes]).Split(text).Length - 1;
}
