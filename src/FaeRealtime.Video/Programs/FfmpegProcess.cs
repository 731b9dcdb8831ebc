using System.Diagnostics;

namespace FaeRealtime.Video.Programs;

/// <summary>A running ffmpeg: frames into its standard input, its complaints kept.</summary>
internal sealed class FfmpegProcess : IDisposable
{
    /// <summary>The exit status of an ffmpeg that a signal stopped and that ended its file in order.</summary>
    public const int StoppedBySignal = 255;

    private const int MostLines = 4;
    private const string LowPriority = "10";

    // A long video's index is moved to its front at the end, at the speed of the disk.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private bool _closed;

    private FfmpegProcess(Process process) => _process = process;

    /// <summary>What it said last, as the end of a sentence; empty where it said nothing.</summary>
    public string LastWords
    {
        get
        {
            lock (_lines)
            {
                return _lines.Count == 0 ? string.Empty : $": {string.Join(' ', _lines)}";
            }
        }
    }

    /// <param name="command">Program and arguments.</param>
    /// <param name="yields">Whether other programs come first.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static FfmpegProcess Start(IReadOnlyList<string> command, bool yields)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardError = true };
        try
        {
            var process = Process.Start(start)!;
            if (yields)
            {
                Yield(process.Id);
            }

            var started = new FfmpegProcess(process);
            process.ErrorDataReceived += (_, line) => started.Keep(line.Data);
            process.BeginErrorReadLine();
            return started;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new IOException($"{command[0]} cannot be started: {failure.Message}", failure);
        }
    }

    /// <summary>Waits until it has taken the bytes.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => _process.StandardInput.BaseStream.Write(bytes);

    /// <summary>Says that no frame follows and waits until it has ended.</summary>
    /// <returns>Its exit status.</returns>
    public int Finish()
    {
        Close();
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill(entireProcessTree: true);
        }

        // This one also waits for the last lines.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, if it has not.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            Close();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // Linux may share the processor out between sessions first, and nice counts only within one; ffmpeg has its own (sched(7), autogroup).
    private static void Yield(int id)
    {
        try
        {
            File.WriteAllText($"/proc/{id}/autogroup", LowPriority);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            // Then nice counts everywhere, or the process has ended and says so itself.
        }
    }

    private void Close()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before; its exit status says why.
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line.Trim());
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
