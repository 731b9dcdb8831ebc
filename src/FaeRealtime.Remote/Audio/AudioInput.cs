using System.Diagnostics;
using System.Runtime.InteropServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Live.Time;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Remote.Audio;

/// <summary>Sound from a file or a capture device, decoded by an ffmpeg child process, as loudness of its bands.</summary>
/// <remarks>
/// A file is heard in step with the session's time and starts again at its end: in exact pacing every frame waits for its samples, so that videos repeat. A capture device plays by itself: what it
/// has given is heard at once. A reader thread fills a ring between ffmpeg and the session, which thus never waits for a live sound. When ffmpeg ends, the sound ends: silence, and one line in the log.
/// </remarks>
public sealed class AudioInput : IAudioLevels, IDisposable
{
    private const int SampleRate = 24_000;

    // Two seconds: far more than a frame, little enough that a stopped session does not decode a whole file.
    private const int RingSamples = 2 * SampleRate;
    private const double LongestSkip = 0.1;
    private static readonly TimeSpan ExactPatience = TimeSpan.FromSeconds(20);

    private readonly LoudnessMeter _meter = new(SampleRate);
    private readonly AudioRing _ring = new(RingSamples);
    private readonly float[] _heard = new float[SampleRate / 10];
    private readonly Process _process;
    private readonly string _name;
    private readonly Thread _reader;
    private readonly bool _captures;
    private readonly bool _exact;
    private readonly Action<string> _log;
    private double _owed;
    private volatile bool _disposed;

    private AudioInput(Process process, string name, bool captures, bool exact, Action<string> log)
    {
        (_process, _name, _captures, _exact, _log) = (process, name, captures, exact, log);
        _reader = new Thread(Read) { IsBackground = true, Name = "audio reader" };
    }

    /// <summary>Opens a sound.</summary>
    /// <param name="source">A file, or a capture device of ffmpeg as FORMAT:DEVICE, such as <c>pulse:default</c> or <c>alsa:hw:0</c>.</param>
    /// <param name="exact">Whether frames wait for their samples.</param>
    /// <param name="log">Receives why the sound ended, if it did by itself.</param>
    /// <param name="start">Seconds of a file that were heard before, for a session that begins later than at 0.</param>
    /// <exception cref="ConfigException">There is no such file or kind of device.</exception>
    /// <exception cref="NativeException">ffmpeg is not installed.</exception>
    public static AudioInput Open(string source, bool exact, Action<string> log, double start = 0.0)
    {
        var input = AudioSource.Parse(source);
        if (exact && input.Captures)
        {
            throw new ConfigException($"The sound {source} is a device that plays by itself; a video is made from a file.");
        }

        var command = Ffmpeg.Installed.Command(["-v", "error", "-nostdin", .. input.Arguments, "-vn", "-ac", "1", "-ar", "24000", "-f", "f32le", "-"], yields: false);
        var process = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            var sound = new AudioInput(Process.Start(process)!, source, input.Captures, exact, log);
            sound._reader.Start();
            sound.Skip(start);
            return sound;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new NativeException($"{command[0]} cannot be started: {failure.Message}", failure);
        }
    }

    /// <summary>Opens the sound of a live session.</summary>
    /// <param name="source">As in <see cref="Open(string, bool, Action{string}, double)"/>; null for none.</param>
    /// <param name="log">Receives why the sound ended, if it did by itself.</param>
    public static AudioInput? Open(string? source, Action<string> log) => source is null ? null : Open(source, exact: false, log);

    /// <inheritdoc/>
    public void Advance(double seconds)
    {
        if (_captures)
        {
            while (Hear(_heard.Length) > 0)
            {
            }

            return;
        }

        _owed += seconds * SampleRate;
        if (_exact)
        {
            _ring.WaitFor(Math.Min((int)_owed, RingSamples), ExactPatience);
        }

        while (_owed >= 1 && Hear((int)Math.Min(_owed, _heard.Length)) is > 0 and var heard)
        {
            _owed -= heard;
        }

        // A sound that comes late is not caught up with.
        _owed = _exact ? _owed : Math.Min(_owed, 1.0);
    }

    /// <inheritdoc/>
    public double Level(AudioBand band) => _meter.Level(band);

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _ring.Close();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _reader.Join();
        _process.Dispose();
    }

    // Heard, not jumped over: the meter knows how loud it was so far.
    private void Skip(double seconds)
    {
        for (var left = seconds; left > 0.0 && !_ring.IsDrained; left -= LongestSkip)
        {
            Advance(Math.Min(left, LongestSkip));
        }
    }

    private int Hear(int most)
    {
        var count = _ring.Take(_heard.AsSpan(0, most));
        _meter.Add(_heard.AsSpan(0, count));
        return count;
    }

    private void Read()
    {
        var complaints = _process.StandardError.ReadToEndAsync();
        var stream = _process.StandardOutput.BaseStream;
        var bytes = new byte[4096];
        var left = 0;
        try
        {
            for (int count; (count = stream.Read(bytes, left, bytes.Length - left)) > 0;)
            {
                var whole = (left + count) / sizeof(float) * sizeof(float);
                _ring.Add(MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, whole)), newest: _captures);
                bytes.AsSpan(whole, left + count - whole).CopyTo(bytes);
                left = left + count - whole;
            }
        }
        catch (IOException)
        {
            // Killed; the line below says so.
        }

        _ring.Close();
        _process.WaitForExit();
        if (!_disposed)
        {
            var reason = complaints.GetAwaiter().GetResult().Trim();
            _log($"The sound {_name} is not heard any more, the picture goes on without it: ffmpeg ended with status {_process.ExitCode}{(reason.Length > 0 ? ": " + reason.ReplaceLineEndings(" ") : ".")}");
        }
    }
}

/// <summary>Where a sound comes from, for ffmpeg.</summary>
/// <param name="Arguments">Its input arguments.</param>
/// <param name="Captures">Whether it plays by itself.</param>
internal sealed record AudioSource(IReadOnlyList<string> Arguments, bool Captures)
{
    private static readonly string[] Devices = ["pulse", "alsa", "jack", "oss", "sndio"];

    /// <param name="text">A file, or FORMAT:DEVICE.</param>
    /// <exception cref="ConfigException">Neither.</exception>
    public static AudioSource Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Devices.Contains(text[..colon]))
        {
            return new AudioSource(["-f", text[..colon], "-i", text[(colon + 1)..]], Captures: true);
        }

        try
        {
            // ffmpeg would wait for a pipe's writer for ever.
            using var sound = InputFile.Open(text, bufferBytes: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"There is no sound {text}: {failure.Message} Give a sound file, or a capture device as {string.Join(", ", Devices.Select(name => name + ":NAME"))}.", failure);
        }

        // The prefix keeps a file's name from being read as a protocol's.
        return new AudioSource(["-stream_loop", "-1", "-i", $"file:{text}"], Captures: false);
    }
}
