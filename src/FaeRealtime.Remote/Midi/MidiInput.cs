using FaeRealtime.Core.Errors;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Midi;

/// <summary>Reads a MIDI device, or anything that gives its bytes, on a thread of its own. A device that is pulled out is opened again when it is back.</summary>
public sealed class MidiInput : IDisposable
{
    private const int MostBytes = 256;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Action<OscMessage> _received;
    private readonly Action<string> _log;
    private readonly ManualResetEvent _stopping = new(false);
    private readonly Lock _receiving = new();

    private MidiInput(string path, Action<OscMessage> received, Action<string> log) => (_path, _received, _log) = (path, received, log);

    /// <summary>Starts to read.</summary>
    /// <param name="path">A raw MIDI device such as <c>/dev/snd/midiC1D0</c>, a named pipe, or a file.</param>
    /// <param name="received">Gets each message, on this input's thread.</param>
    /// <param name="log">Gets a line when the device goes and when it is back.</param>
    /// <exception cref="ConfigException">There is no such device.</exception>
    internal static MidiInput Start(string path, Action<OscMessage> received, Action<string> log)
    {
        if (!File.Exists(path))
        {
            throw new ConfigException($"There is no MIDI device {path}. Give a named pipe or a raw MIDI device of this machine: {(Devices.Count > 0 ? string.Join(", ", Devices) : "it has none")}.");
        }

        var input = new MidiInput(path, received, log);
        new Thread(input.Run) { IsBackground = true, Name = "midi" }.Start();
        return input;
    }

    /// <summary>The raw MIDI devices of this machine.</summary>
    public static IReadOnlyList<string> Devices => Directory.Exists("/dev/snd") ? [.. Directory.EnumerateFiles("/dev/snd", "midiC*D*").Order(StringComparer.Ordinal)] : [];

    /// <summary>Ends it: no message is handed on from here on. A read that waits for a byte is left to its background thread, because nothing ends it.</summary>
    public void Dispose()
    {
        lock (_receiving)
        {
            _stopping.Set();
        }
    }

    private bool IsStopped => _stopping.WaitOne(0);

    private void Run()
    {
        var told = false;
        do
        {
            var reason = Read(ref told);
            if (!told && !IsStopped)
            {
                _log($"MIDI from {_path} has ended{reason}; it is tried again every second.");
                told = true;
            }
        }
        while (!_stopping.WaitOne(Retry));
    }

    // Until the device ends; gives why.
    private string Read(ref bool told)
    {
        try
        {
            // Opening a pipe waits for its writer.
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var (reader, bytes) = (new MidiReader(), new byte[MostBytes]);
            for (int count; !IsStopped && (count = stream.Read(bytes)) > 0;)
            {
                if (told)
                {
                    _log($"MIDI from {_path} is back.");
                    told = false;
                }

                Take(reader, bytes.AsSpan(0, count));
            }

            return string.Empty;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $": {failure.Message}";
        }
    }

    // The caller of Dispose may end what messages go to right after.
    private void HandOn(OscMessage message)
    {
        lock (_receiving)
        {
            if (!IsStopped)
            {
                _received(message);
            }
        }
    }

    private void Take(MidiReader reader, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (reader.Take(value) is { } message)
            {
                HandOn(message);
            }
        }
    }
}
