using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Output.Films;

namespace FaeRealtime.Host.Output.Recording;

/// <summary>A session's recorder: one film after another, started and stopped from any thread, fed by the thread that presents.</summary>
/// <remarks>A failed film does not touch the session, and the next <see cref="Start"/> begins anew.</remarks>
internal sealed class Recorder : IDisposable
{
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _changing = new();
    private volatile FilmRecording? _current;
    private bool _closed;

    /// <summary>The film being written, or the last one. From any thread; allocates, for a display that refreshes a few times a second.</summary>
    public RecordingStatus Status => _current?.Status ?? new RecordingStatus();

    /// <summary>Whether frames are wanted, for a caller who would have to fetch them. Allocates nothing.</summary>
    public bool IsRecording => _current is { IsRecording: true };

    /// <summary>Begins a film.</summary>
    /// <param name="path">Its ending chooses the kind (<see cref="FilmName.Choice"/>).</param>
    /// <param name="format">The size of the frames to come, the film's rate, notes.</param>
    /// <exception cref="ConfigException">One is being written, or the name, folder, size or rate does not fit.</exception>
    /// <exception cref="NativeException">ffmpeg is needed and missing.</exception>
    public void Start(string path, FilmFormat format)
    {
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_current is { Status: { State: RecordingState.Recording or RecordingState.Finishing } status })
            {
                throw new ConfigException($"{status.File} is being recorded. Stop that first.");
            }

            var next = new FilmRecording(path, format);
            _current?.Dispose();
            _current = next;
        }
    }

    /// <inheritdoc cref="FilmRecording.Offer"/>
    public bool Offer(ReadOnlySpan<byte> rgba, int width, int height, double seconds) => _current?.Offer(rgba, width, height, seconds) ?? false;

    /// <inheritdoc cref="FilmRecording.Hold"/>
    public void Hold(double seconds) => _current?.Hold(seconds);

    /// <summary>Ends the film; it is whole when <see cref="Status"/> says so. Returns at once.</summary>
    public void Stop() => _current?.Stop();

    /// <summary>Waits until the film that was stopped is whole or has failed.</summary>
    /// <returns>Whether it is; true where there is none.</returns>
    public bool WaitForEnd(TimeSpan timeout) => _current?.WaitForEnd(timeout) ?? true;

    /// <summary>Ends the film, so that whoever leaves while recording has it; gives it up where its writer hangs.</summary>
    public void Dispose()
    {
        lock (_changing)
        {
            _closed = true;
            _current?.Stop();
            _current?.WaitForEnd(ClosingPatience);
            _current?.Dispose();
        }
    }
}
