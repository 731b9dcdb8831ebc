using FaeRealtime.Core.Errors;
using FaeRealtime.Video.Encoders;

namespace FaeRealtime.Video.Recording;

/// <summary>A session's recorder: one video after another, started and stopped from any thread, fed by the thread that presents.</summary>
/// <remarks>A failed video does not touch the session, and the next <see cref="Start"/> begins anew.</remarks>
public sealed class VideoRecorder : IDisposable
{
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _changing = new();
    private volatile VideoRecording? _current;
    private bool _closed;

    /// <summary>The video being written, or the last one. From any thread; allocates, for a display that refreshes a few times a second.</summary>
    public RecordingStatus Status => _current?.Status ?? new RecordingStatus();

    /// <summary>Whether frames are wanted, for a caller who would have to fetch them. Allocates nothing.</summary>
    public bool IsRecording => _current is { IsRecording: true };

    /// <summary>Begins a video.</summary>
    /// <param name="path">Its ending chooses the kind (<see cref="Formats.VideoFormats.Choice"/>).</param>
    /// <param name="format">The size of the frames to come, the video's rate, metadata.</param>
    /// <exception cref="ConfigException">One is being written, or the name, folder, size or rate does not fit.</exception>
    /// <exception cref="NativeException">ffmpeg is needed and missing.</exception>
    public void Start(string path, VideoSettings format)
    {
        lock (_changing)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_current is { Status: { State: RecordingState.Recording or RecordingState.Finishing } status })
            {
                throw new ConfigException($"{status.File} is being recorded. Stop that first.");
            }

            var next = VideoRecording.Start(path, format);
            _current?.Dispose();
            _current = next;
        }
    }

    /// <inheritdoc cref="VideoRecording.Offer"/>
    public bool Offer(ReadOnlySpan<byte> rgba, int width, int height, double seconds) => _current?.Offer(rgba, width, height, seconds) ?? false;

    /// <inheritdoc cref="VideoRecording.Hold"/>
    public void Hold(double seconds) => _current?.Hold(seconds);

    /// <summary>Ends the video; it is whole when <see cref="Status"/> says so. Returns at once.</summary>
    public void Stop() => _current?.Stop();

    /// <summary>Waits until the video that was stopped is whole or has failed.</summary>
    /// <returns>Whether it is; true where there is none.</returns>
    public bool WaitForEnd(TimeSpan timeout) => _current?.WaitForEnd(timeout) ?? true;

    /// <summary>Ends the video, so that a session that ends while recording keeps it; gives it up where its writer hangs.</summary>
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
