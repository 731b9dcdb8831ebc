using System.Collections.Concurrent;
using System.Diagnostics;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Midi;
using FaeRealtime.Remote.Osc;
using FaeRealtime.Remote.Tests.Http;

namespace FaeRealtime.Remote.Tests.Midi;

public sealed class MidiControllerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _log = [];

    [Fact]
    public async Task Knob_OfTheMap_MovesAParameter()
    {
        await using var stand = await PageStand.StartAsync();
        using var controller = Start(stand, out var pipe, new OscMapping { From = "/midi/1/cc/7", To = "/fae/speed", Value = "lerp(0, 4, x)" });

        pipe.Write([0xB0, 7, 127]);
        await PageStand.UntilAsync(() => stand.Parameters.Source.Speed == 4.0, "The knob");
        await pipe.DisposeAsync();
    }

    [Fact]
    public async Task ProgramChange_RecallsThePresetOfThatNumber()
    {
        await using var stand = await PageStand.StartAsync();
        await stand.SendAsync("PUT", "api/v1/presets/3", """{"source":{"speed":0.125}}""");
        using var controller = Start(stand, out var pipe);

        pipe.Write([0xC0, 99, 0xC0, 2]);
        await PageStand.UntilAsync(() => stand.Parameters.Source.Speed == 0.125, "The preset");
        await pipe.DisposeAsync();
        Assert.Contains(_log, line => line.Contains("100", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Knob_OfNoMap_IsNamedOnceAndChangesNothing()
    {
        await using var stand = await PageStand.StartAsync();
        using var controller = Start(stand, out var pipe);
        var before = stand.Parameters;

        pipe.Write([0xB0, 7, 127, 7, 0, 8, 64]);
        await PageStand.UntilAsync(() => _log.Count == 2, "Two lines");
        await pipe.DisposeAsync();

        Assert.Same(before, stand.Parameters);
        Assert.Contains("/midi/1/cc/7", _log.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_SetsTheTempo()
    {
        await using var stand = await PageStand.StartAsync();
        using var controller = Start(stand, out var pipe);

        // As fast as this machine writes them: faster than any tempo there is.
        pipe.Write([0xFA]);
        while (stand.Parameters.Tempo.Bpm != 300.0)
        {
            pipe.Write([0xF8]);
            await Task.Yield();
        }

        await pipe.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    private MidiController Start(PageStand stand, out FileStream pipe, params OscMapping[] map)
    {
        var path = _folder.At("midi");
        Process.Start("mkfifo", path)!.WaitForExit();
        var controller = MidiController.Start(path, new OscDispatcher(stand.Remote, new OscMap(map)), _log.Enqueue, TimeProvider.System);
        pipe = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        return controller;
    }
}
