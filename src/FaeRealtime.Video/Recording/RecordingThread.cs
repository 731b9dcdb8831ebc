using System.Runtime.ExceptionServices;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Formats;
using FaeRealtime.Video.Programs;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace FaeRealtime.Video.Recording;

/// <summary>The emptying side of a recording: takes frames out of the ring and writes the video.</summary>
/// <param name="path">The video.</param>
/// <param name="format">Its size and rate.</param>
/// <param name="ffmpeg">Where ffmpeg is looked for.</param>
/// <param name="ring">Borrowed.</param>
internal sealed class RecordingThread(string path, VideoSettings format, Ffmpeg? ffmpeg, FrameRing ring) : IDisposable
{
    // Held for an instant only. No event is used, because one could not be disposed while the presenting thread may still set it.
    private readonly object _gate = new();
    private readonly CancellationTokenSource _abandoned = new();
    private readonly byte[] _fitted = new byte[format.FrameBytes];

    // A recording that nobody ends ends here.
    private const int LongestHours = 12;

    // How often free space is looked at, in frames: a few seconds.
    private const int SpaceInterval = 256;

    private static readonly TimeSpan CancellationInterval = TimeSpan.FromMilliseconds(100);

    // The picture that the video shows now: swapped out of the ring, not copied.
    private byte[] _last = new byte[format.FrameBytes];
    private long _frames;
    private int _state = (int)RecordingState.Recording;
    private Exception? _failure;
    private string? _ended;

    public RecordingState State => (RecordingState)Volatile.Read(ref _state);

    /// <summary>Frames written.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Why <see cref="State"/> is <see cref="RecordingState.Failed"/>.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Why it ended by itself, whole; null where it did not.</summary>
    public string? Ended => Volatile.Read(ref _ended);

    /// <summary>Says that the ring has a frame, or has room again.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the ring has room or the video is over.</summary>
    public void WaitForRoom(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (ring.Free() is null && State == RecordingState.Recording)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_gate, CancellationInterval);
            }
        }
    }

    /// <summary>Ends the video once the ring is empty.</summary>
    public void Stop()
    {
        Interlocked.CompareExchange(ref _state, (int)RecordingState.Finishing, (int)RecordingState.Recording);
        Wake();
    }

    /// <summary>Gives the video up.</summary>
    public void Abandon()
    {
        if (State is RecordingState.Recording or RecordingState.Finishing)
        {
            _abandoned.Cancel();
            Wake();
        }
    }

    /// <exception cref="FaeException">The video failed.</exception>
    public void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>The thread's work, to the video's end.</summary>
    public void Run()
    {
        try
        {
            using var video = VideoWriter.Open(path, format, ffmpeg, _abandoned.Token);
            Write(video);
            video.Finish();
            Volatile.Write(ref _state, (int)RecordingState.Finished);
        }
        catch (OperationCanceledException)
        {
            Fail(new ImageFileException($"{path} was given up and is not there."));
        }
#pragma warning disable CA1031 // A thread's top: whatever ended the video is shown, and the session goes on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Fail(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _abandoned.Dispose();

    private void Fail(Exception failure)
    {
        Volatile.Write(ref _failure, failure);
        Volatile.Write(ref _state, (int)RecordingState.Failed);
        Wake();
    }

    private void Write(VideoWriter video)
    {
        while (true)
        {
            // Read before the ring is looked at: a frame that came before the end is never missed.
            var ends = State != RecordingState.Recording;
            while (ring.Full() is { } frame)
            {
                _abandoned.Token.ThrowIfCancellationRequested();
                Write(video, frame);
            }

            if (ends)
            {
                return;
            }

            WaitForFrame();
            _abandoned.Token.ThrowIfCancellationRequested();
        }
    }

    private void WaitForFrame()
    {
        lock (_gate)
        {
            while (ring.Full() is null && State == RecordingState.Recording && !_abandoned.IsCancellationRequested)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void Write(VideoWriter video, RecordedFrame frame)
    {
        var index = frame.Index;
        var repeats = frame.Width == 0;
        for (var missing = video.Frames; missing < (repeats ? index + 1 : index) && missing > 0; missing++)
        {
            Add(video);
        }

        if (!repeats)
        {
            Take(frame);
        }

        ring.Empty();
        Wake();
        if (!repeats)
        {
            Add(video);
        }
    }

    private void Add(VideoWriter video)
    {
        video.Add(_last.AsSpan(0, format.FrameBytes));
        Volatile.Write(ref _frames, video.Frames);
        if (format.Effort == EncodingEffort.Live && video.Frames % SpaceInterval == 0 && Exhausted(video.Frames) is { } reason)
        {
            Volatile.Write(ref _ended, reason);
            Stop();
        }
    }

    // What was recorded is kept whole, which takes some room, too.
    private string? Exhausted(long frames) => frames / format.Fps >= LongestHours * 3600.0
        ? $"It ended by itself after {LongestHours} hours."
        : FreeSpace.Of(Path.GetDirectoryName(Path.GetFullPath(path))!) < FreeSpace.LeastBytes / 2 ? "It ended by itself because the disk is almost full." : null;

    private void Take(RecordedFrame frame)
    {
        if ((frame.Width, frame.Height) == (format.Width, format.Height))
        {
            (_last, frame.Pixels) = (frame.Pixels, _last);
            return;
        }

        Fit(frame);
        _fitted.CopyTo(_last.AsSpan());
    }

    private void Fit(RecordedFrame frame)
    {
        using var image = Image.LoadPixelData<Rgba32>(frame.Image, frame.Width, frame.Height);
        image.Mutate(picture => picture.Resize(new ResizeOptions
        {
            Size = new Size(format.Width, format.Height),
            Mode = ResizeMode.Pad,
            Sampler = KnownResamplers.Triangle,
            PadColor = Color.Black,
        }));
        image.CopyPixelDataTo(_fitted);
    }
}
