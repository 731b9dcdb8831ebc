using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using FaeRealtime.Host.Tests;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Remote.Tests.Http;

namespace FaeRealtime.Remote.Tests.Osc;

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
        var fps = await ReceiveAsync(sender, patience.Token);
        var latency = await ReceiveAsync(sender, patience.Token);
        Assert.Equal(("/fae/out/fps", "/fae/out/latency"), (fps.Address, latency.Address));
        Assert.InRange(fps.Arguments[0].Real, 0.0, 10_000.0);
    }

    [Fact]
    public async Task Loop_ForASubscriber_IsToldAtEachTurn()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        await sender.SendAsync(OscPackets.Message(OscTable.Subscribe));
        await sender.SendAsync(OscPackets.Bundle(OscPackets.Message("/fae/mode", "loop"), OscPackets.Message("/fae/loopKeys", 2), OscPackets.Message("/fae/speed", 8f)));
        using var patience = new CancellationTokenSource(Patience.Long);
        for (var turns = 0; turns < 3;)
        {
            var message = await ReceiveAsync(sender, patience.Token);
            if (message.Address == "/fae/out/loop")
            {
                Assert.Equal([OscArgument.Of(1L)], message.Arguments);
                turns++;
            }
        }
    }

    [Fact]
    public async Task Bundle_OfATimeAhead_ActsWholeAtThatTime()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        var changes = 0;
        stand.Control.Changed += (_, _) => Interlocked.Increment(ref changes);
        var due = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);
        await sender.SendAsync(OscPackets.Bundle(OscTime.Of(due).Tag, OscPackets.Message("/fae/steps", 3), OscPackets.Message("/fae/speed", 2f)));
        await PageStand.UntilAsync(() => stand.OscServer.Packets == 1, "The packet");
        var (waiting, steps, now) = (stand.OscServer.Waiting, stand.Parameters.Sampler.Steps, TimeProvider.System.GetUtcNow());

        // A machine that stood still meanwhile proves nothing here, and all the rest below.
        Assert.True(now >= due || (waiting == 2 && steps != 3), "The bundle acted before its time.");
        await PageStand.UntilAsync(() => stand.Parameters.Sampler.Steps == 3, "The bundle");
        Assert.True(TimeProvider.System.GetUtcNow() >= due - TimeSpan.FromMilliseconds(2), "The bundle acted before its time.");
        Assert.Equal((2.0, 0, 1, 0L), (stand.Parameters.Source.Speed, stand.OscServer.Waiting, changes, stand.OscServer.Refused));
    }

    [Fact]
    public async Task Bundles_OfSeveralTimes_ActInTheirOrder()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        var steps = new List<int>();
        stand.Control.Changed += (_, _) => steps.Add(stand.Parameters.Sampler.Steps);
        var now = TimeProvider.System.GetUtcNow();

        // In one packet, so that a machine that stands still between two cannot make the later one late.
        var bundles = new[] { (2.4, 9, "x"), (0.8, 3, "y"), (-5.0, 1, "radius"), (1.6, 6, "speed") }.Select(item =>
            OscPackets.Bundle(OscTime.Of(now.AddSeconds(item.Item1)).Tag, OscPackets.Message("/fae/steps", item.Item2), OscPackets.Message($"/fae/{item.Item3}", 0.25f)));
        await sender.SendAsync(OscPackets.Bundle([.. bundles]));
        await PageStand.UntilAsync(() => stand.Parameters.Sampler.Steps == 9, "The last bundle");

        // Two that a machine's standing still made late together may be told as one change.
        Assert.Equal(steps.Order(), steps);
        Assert.Subset(new HashSet<int> { 1, 3, 6, 9 }, steps.ToHashSet());
        var source = stand.Parameters.Source;
        Assert.Equal([0.25, 0.25, 0.25, 0.25], [source.X, source.Y, source.Radius, source.Speed]);
    }

    [Fact]
    public async Task Bundle_ThatIsWrongAtItsTime_ChangesNothingAndIsCounted()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        var before = stand.Parameters;
        await sender.SendAsync(OscPackets.Bundle(OscTime.Of(TimeProvider.System.GetUtcNow().AddSeconds(0.2)).Tag, OscPackets.Message("/fae/steps", 3), OscPackets.Message("/fae/speed", 99f)));
        await PageStand.UntilAsync(() => stand.OscServer.Refused == 1, "The refusal");
        Assert.Same(before, stand.Parameters);
    }

    [Fact]
    public async Task Bundle_OfATimeTooFarAhead_IsRefusedWhole()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        var before = stand.Parameters;
        var far = OscPackets.Bundle(OscTime.Of(TimeProvider.System.GetUtcNow() + OscSchedule.Horizon + TimeSpan.FromMinutes(1)).Tag, OscPackets.Message("/fae/steps", 3));
        await sender.SendAsync(OscPackets.Bundle(OscPackets.Message("/fae/speed", 2f), far));
        await PageStand.UntilAsync(() => stand.OscServer.Refused == 1, "The refusal");
        Assert.Equal(0, stand.OscServer.Waiting);
        Assert.Same(before, stand.Parameters);
    }

    [Fact]
    public async Task Bundles_ThatFillTheQueue_LeaveNoRoomForMore()
    {
        await using var stand = await PageStand.StartAsync();
        using var sender = Sender(stand);
        var when = OscTime.Of(TimeProvider.System.GetUtcNow().AddSeconds(9)).Tag;
        var full = OscPackets.Bundle(when, [.. Enumerable.Repeat(OscPackets.Message("/fae/steps", 3), OscReader.MostMessages)]);
        for (var packets = 1; packets <= 5; packets++)
        {
            await sender.SendAsync(full);
            await PageStand.UntilAsync(() => stand.OscServer.Packets == packets, $"Packet {packets}");
        }

        Assert.Equal((OscSchedule.MostMessages, 1L), (stand.OscServer.Waiting, stand.OscServer.Refused));
        await sender.SendAsync(OscPackets.Message("/fae/steps", 5));
        await PageStand.UntilAsync(() => stand.Parameters.Sampler.Steps == 5, "What acts at once");
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

    private static async Task<OscMessage> ReceiveAsync(UdpClient sender, CancellationToken cancellationToken) =>
        Assert.Single(Assert.Single(OscReader.Read((await sender.ReceiveAsync(cancellationToken)).Buffer)).Messages);

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
