using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using FaeRealtime.Host.Osc;
using FaeRealtime.Host.Tests.Page;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Osc;

public sealed class OscServerTests
{
    [ProgramFact("oscsend")]
    public async Task Parameters_SentByAnotherProgram_Move()
    {
        await using var stand = await PageStand.StartAsync();
        await SendAsync(stand, "/fae/steps", "i", "3");
        await SendAsync(stand, "/fae/source/speed", "f", "1.5");
        await SendAsync(stand, "/fae/seeds", "ifif", "7", "0.5", "8", "0.5");
        await SendAsync(stand, "/fae/mode", "s", "loop");
        await SendAsync(stand, "/fae/blackout", "T");
        await PageStand.UntilAsync(() => stand.Parameters.Blackout, "The last message");
        var now = stand.Parameters;
        Assert.Equal((3, 1.5, Live.Parameters.SourceMode.Loop), (now.Sampler.Steps, now.Source.Speed, now.Source.Mode));
        Assert.Equal([7UL, 8UL], now.Source.Seeds.Select(item => item.Seed));
    }

    [Fact]
    public async Task Bundle_WithOneWrongMessage_ChangesNothing()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        var before = stand.Parameters;
        await sender.SendAsync(OscPackets.Bundle(OscPackets.Message("/fae/steps", 3), OscPackets.Message("/fae/speed", 99f)));
        await PageStand.UntilAsync(() => Metric(stand, "osc_refused") == 1, "The refusal");
        Assert.Same(before, stand.Parameters);
        await sender.SendAsync(OscPackets.Bundle(OscPackets.Message("/fae/steps", 3), OscPackets.Message("/fae/speed", 2f)));
        await PageStand.UntilAsync(() => stand.Parameters.Sampler.Steps == 3, "The whole bundle");
        Assert.Equal(2.0, stand.Parameters.Source.Speed);
    }

    [Fact]
    public async Task Preset_OfAMessage_IsRecalled()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        await stand.SendAsync("PUT", "api/v1/presets/calm", """{"source":{"speed":0.125}}""");
        await sender.SendAsync(OscPackets.Message("/fae/preset", "none of this name"));
        await sender.SendAsync(OscPackets.Message("/fae/preset", "calm"));
        await PageStand.UntilAsync(() => stand.Parameters.Source.Speed == 0.125, "The preset");
    }

    [Fact]
    public async Task Capture_OfAMessage_WritesThePicture()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        await sender.SendAsync(OscPackets.Message("/fae/capture"));
        await PageStand.UntilAsync(() => Directory.Exists(stand.OutFolder) && Directory.EnumerateFiles(stand.OutFolder, "fae-*.png").Any(), "The picture");
    }

    [Fact]
    public async Task Figures_ForASubscriber_ComeBack()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        await sender.SendAsync(OscPackets.Message(OscTable.Subscribe));
        using var patience = new CancellationTokenSource(Patience.Long);
        var fps = Assert.Single(OscReader.Read((await sender.ReceiveAsync(patience.Token)).Buffer));
        var latency = Assert.Single(OscReader.Read((await sender.ReceiveAsync(patience.Token)).Buffer));
        Assert.Equal(("/fae/out/fps", "/fae/out/latency"), (fps.Address, latency.Address));
        Assert.InRange(fps.Arguments[0].Real, 0.0, 10_000.0);
    }

    [Fact]
    public async Task Paths_Served_AreTheTable()
    {
        await using var stand = await PageStand.StartAsync();
        var paths = JsonNode.Parse(await stand.Client.GetStringAsync("api/v1/osc/paths"))!.AsArray();
        Assert.Equal(OscTable.Targets.Select(target => target.Address), paths.Select(path => path!["address"]!.GetValue<string>()));
        var steps = paths.Single(path => path!["address"]!.GetValue<string>() == "/fae/steps")!;
        Assert.Equal((1.0, 1000.0), (steps["minimum"]!.GetValue<double>(), steps["maximum"]!.GetValue<double>()));
    }

    private static UdpClient Sender(PageStand stand)
    {
        var sender = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        sender.Connect(stand.Osc);
        return sender;
    }

    private static double Metric(PageStand stand, string name) => double.Parse(
        stand.Client.GetStringAsync("metrics").GetAwaiter().GetResult().Split('\n').Single(line => line.StartsWith($"fae_{name} ", StringComparison.Ordinal)).Split(' ')[1],
        System.Globalization.CultureInfo.InvariantCulture);

    private static async Task SendAsync(PageStand stand, params string[] message)
    {
        using var process = Process.Start(new ProcessStartInfo("oscsend", ["127.0.0.1", $"{stand.Osc.Port}", .. message]))!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
