using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Programs;

namespace FaeRealtime.Video.Recording;

/// <summary>One video and the thread that writes it, fed through a ring of preallocated frames.</summary>
/// <remarks>
/// <para>Live: <see cref="Offer"/> and <see cref="Hold"/> place frames by their times and never wait; a writer that falls behind costs frames, which are counted, and never
/// time, because the frame before stands for longer. Exact: <see cref="Add"/> gives every frame its own place and waits for room. One way a recording, from one thread.</para>
/// <para>The video keeps its first size: a frame of another is fitted into it, on black.</para>
/// </remarks>
public sealed class VideoRecording : IDisposable
{
    /// <summary>Frames that may wait for the writer: two seconds at 60 fps, fewer where they are large.</summary>
    public const int MostFrames = 120;

    private const int FewestFrames = 8;
    private const int RingBytes = 64 << 20;

    // A writer that hangs, as on a pipe that nobody empties, is left behind on its background thread.
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly VideoSettings _format;
    private readonly (int Width, int Height) _size;
    private readonly VideoPacing _pacing;
    private readonly FrameRing _ring;
    private readonly RecordingThread _writer;
    private readonly Thread _thread;
    private long _added;
    private long _dropped;

    private VideoRecording(string path, VideoSettings format, (int Width, int Height) size, FrameRing ring, RecordingThread writer, Thread thread)
    {
        (_path, _format, _size, _pacing) = (path, format, size, new VideoPacing(format.Fps));
        (_ring, _writer, _thread) = (ring, writer, thread);
    }

    /// <summary>Whether frames are taken. From any thread; allocates nothing.</summary>
    public bool IsRecording => _writer.State == RecordingState.Recording;

    /// <summary>Where it stands. From any thread.</summary>
    public RecordingStatus Status => new()
    {
        State = _writer.State,
        File = _path,
        Width = _size.Width,
        Height = _size.Height,
        Frames = _writer.Frames,
        Seconds = _writer.Frames / _format.Fps,
        Dropped = Volatile.Read(ref _dropped),
        Failure = _writer.Failure?.Message,
        Ended = _writer.Ended,
    };

    /// <summary>Begins a video and its thread.</summary>
    /// <param name="path">The video; its ending chooses the kind.</param>
    /// <param name="format">First size, rate, metadata, effort.</param>
    /// <param name="ffmpeg">Where ffmpeg is looked for; null for the usual places.</param>
    /// <exception cref="Core.Errors.FaeException">The video cannot be begun.</exception>
    public static VideoRecording Start(string path, VideoSettings format, Ffmpeg? ffmpeg = null)
    {
        var size = VideoFormats.Check(path, format, ffmpeg ?? Ffmpeg.Installed).SizeOf(format);
        var ring = new FrameRing(Math.Clamp(RingBytes / format.FrameBytes, FewestFrames, MostFrames), format.FrameBytes);
        var writer = new RecordingThread(path, format, ffmpeg, ring);
        var thread = new Thread(writer.Run) { IsBackground = true, Name = "video writer", Priority = format.Effort == EncodingEffort.Live ? ThreadPriority.BelowNormal : ThreadPriority.Normal };
        thread.Start();
        return new VideoRecording(path, format, size, ring, writer, thread);
    }

    /// <summary>Offers a live frame. Never waits, and allocates nothing unless the frame is larger than the video.</summary>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first. Copied.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="seconds">When it is shown, on the session's clock.</param>
    /// <returns>Whether the video takes it; false where it comes too soon after the last, the writer is behind, or the recording is over.</returns>
    public bool Offer(ReadOnlySpan<byte> rgba, int width, int height, double seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, (long)width * height * 4);
        if (!IsRecording || _pacing.Place(seconds) is not { } index)
        {
            return false;
        }

        if (_ring.Free() is not { } frame)
        {
            Volatile.Write(ref _dropped, _dropped + 1);
            return false;
        }

        frame.Set(rgba, width, height, index);
        HandOver();
        return true;
    }

    /// <summary>Says that the picture offered last is still shown, as while a session is idle: keeps the video's length true. Never waits, allocates nothing.</summary>
    /// <param name="seconds">Now, on the session's clock.</param>
    public void Hold(double seconds)
    {
        if (IsRecording && _ring.Free() is { } frame && _pacing.Place(seconds) is { } index)
        {
            (frame.Width, frame.Height, frame.Index) = (0, 0, index);
            HandOver();
        }
    }

    /// <summary>Adds the video's next frame; waits while the writer is behind.</summary>
    /// <param name="rgba">RGBA of the video's size, top row first. Copied.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Core.Errors.FaeException">The video failed.</exception>
    public void Add(ReadOnlySpan<byte> rgba, CancellationToken cancellationToken = default)
    {
        _writer.WaitForRoom(cancellationToken);
        _writer.ThrowIfFailed();
        var frame = IsRecording ? _ring.Free()! : throw new InvalidOperationException($"{_path} is over.");
        frame.Set(rgba, _format.Width, _format.Height, _added++);
        HandOver();
    }

    /// <summary>Ends the video after the frames that were taken. Returns at once; from any thread, any number of times.</summary>
    public void Stop() => _writer.Stop();

    /// <summary>Waits until the video is whole or has failed.</summary>
    /// <returns>Whether it is.</returns>
    public bool WaitForEnd(TimeSpan timeout) => _thread.Join(timeout);

    /// <summary>Ends the video and waits for it.</summary>
    /// <exception cref="Core.Errors.FaeException">The video failed.</exception>
    public void Finish()
    {
        Stop();
        _thread.Join();
        _writer.ThrowIfFailed();
    }

    /// <summary>Gives the video up, unless it is over.</summary>
    public void Dispose()
    {
        _writer.Abandon();
        if (WaitForEnd(ClosingPatience))
        {
            _writer.Dispose();
        }
    }

    private void HandOver()
    {
        _ring.Fill();
        _writer.Wake();
    }
}
