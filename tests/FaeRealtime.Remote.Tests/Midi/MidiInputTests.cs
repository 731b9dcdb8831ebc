using System.Collections.Concurrent;
using System.Diagnostics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Tests;
using FaeRealtime.Remote.Midi;

namespace FaeRealtime.Remote.Tests.Midi;

public sealed class MidiInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BlockingCollection<string> _seen = [];

    /// <summary>A named pipe is what a device is to a program: bytes that come when they come, and an end when the other side goes.</summary>
    [Fact]
    public void Read_PipeThatIsClosedAndOpenedAgain_GoesOn()
    {
        var path = _folder.At("midi");
        Process.Start("mkfifo", path)!.WaitForExit();
        using var input = MidiInput.Start(path, message => _seen.Add(message.Address), line => _seen.Add(line.Contains("is back", StringComparison.Ordinal) ? "back" : "ended"));

        Write(path, [0xB0, 1, 127, 2, 0]);
        Assert.Equal(["/midi/1/cc/1", "/midi/1/cc/2", "ended"], Next(3));
        Write(path, [0xC0, 3]);
        Assert.Equal(["back", "/midi/1/program"], Next(2));
    }

    [Fact]
    public void Open_NoDevice_SaysSo() =>
        Assert.Contains("no MIDI device /no/midi", Assert.Throws<ConfigException>(() => MidiInput.Start("/no/midi", _ => { }, _ => { })).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _folder.Dispose();
        _seen.Dispose();
    }

    private static void Write(string path, byte[] bytes)
    {
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        pipe.Write(bytes);
    }

    private List<string> Next(int count) => [.. Enumerable.Range(0, count).Select(_ => _seen.TryTake(out var line, Patience.Long) ? line : "nothing in time")];
}
