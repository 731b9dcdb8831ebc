using System.Diagnostics;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Inputs;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Remote.Inputs;

/// <summary>A camera, a video or a screen in a session: an ffmpeg child process decodes it, cropped to the middle, at the encoder's size.</summary>
/// <remarks>When ffmpeg ends, as when a camera is unplugged, the input ends: the session goes on without, and one line in the log says why. Another model with an encoder of another size starts ffmpeg anew.</remarks>
public sealed class VideoInput : IDisposable
{
    private const int MostLines = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ImageInput _images;
    private readonly VideoSource _source;
    private readonly Action<string> _log;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private Process? _process;
    private volatile bool _disposed;

    private VideoInput(ImageInput images, VideoSource source, Action<string> log)
    {
        (_images, _source, _log) = (images, source, log);
        _thread = new Thread(Run) { IsBackground = true, Name = "video input" };
    }

    /// <summary>Starts to read.</summary>
    /// <param name="images">Receives the pictures. Borrowed; outlives this.</param>
    /// <param name="source">Where from.</param>
    /// <param name="log">Receives why the input ended, if it did by itself.</param>
    /// <returns>The input; the caller disposes.</returns>
    /// <exception cref="NativeException">ffmpeg is not installed.</exception>
    public static VideoInput Start(ImageInput images, VideoSource source, Action<string> log)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(log);
        _ = Ffmpeg.Installed.Find();
        var input = new VideoInput(images, source, log);
        input._thread.Start();
        return input;
    }

    /// <summary>Ends ffmpeg.</summary>
    public void Dispose()
    {
        _disposed = true;
        lock (_lock)
        {
            if (_process is { HasExited: false } running)
            {
                running.Kill(entireProcessTree: true);
            }
        }

        _thread.Join();
    }

    private void Run()
    {
        var ended = false;
        while (!_disposed && !ended)
        {
            if (_images.Side is > 0 and var side)
            {
                ended = Play(side);
            }
            else
            {
                Thread.Sleep(Pause);
            }
        }
    }

    // True where the source has ended, false where pictures of another size are wanted.
    private bool Play(int side)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{side}:{side}");
        var command = Ffmpeg.Installed.Command(
            ["-v", "error", "-nostdin", "-fflags", "nobuffer", .. _source.Arguments, "-an", "-vf", $"crop='min(iw,ih)':'min(iw,ih)',scale={size}:flags=area", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"], yields: true);
        using var process = Begin(command);
        if (process is null)
        {
            return true;
        }

        var lines = new Queue<string>();
        process.ErrorDataReceived += (_, line) => Keep(lines, line.Data);
        process.BeginErrorReadLine();
        var fits = Show(process.StandardOutput.BaseStream, new byte[side * side * 3], side);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        lock (_lock)
        {
            _process = null;
        }

        if (!fits || _disposed)
        {
            return !fits && _disposed;
        }

        _images.Clear();
        _log($"The input {_source.Name} is not seen any more, the picture goes on without it: ffmpeg ended with status {process.ExitCode}{Words(lines)}");
        return true;
    }

    private bool Show(Stream pictures, byte[] rgb, int side)
    {
        try
        {
            while (pictures.ReadAtLeast(rgb, rgb.Length, throwOnEndOfStream: false) == rgb.Length)
            {
                if (!_images.Put(rgb) && _images.Side != side)
                {
                    return false;
                }
            }
        }
        catch (IOException)
        {
            // Killed; its status says so.
        }

        return true;
    }

    private Process? Begin(IReadOnlyList<string> command)
    {
        lock (_lock)
        {
            try
            {
                return _disposed ? null : _process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true });
            }
            catch (System.ComponentModel.Win32Exception failure)
            {
                _log($"The input {_source.Name} is not seen: {command[0]} cannot be started: {failure.Message}");
                return null;
            }
        }
    }

    private static string Words(Queue<string> lines)
    {
        lock (lines)
        {
            return lines.Count > 0 ? ": " + string.Join(' ', lines) : ".";
        }
    }

    private static void Keep(Queue<string> lines, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (lines)
        {
            lines.Enqueue(line.Trim());
            if (lines.Count > MostLines)
            {
                lines.Dequeue();
            }
        }
    }
}
