using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Recording;

/// <summary>Where a session's shown frames go beside the screen: a recording, single pictures, a watcher such as a page. Fed by the one thread that presents; asked from any.</summary>
/// <param name="metadata">What made the picture that is shown, or null where nobody knows; called on the presenting thread.</param>
/// <param name="clock">For the recording's times.</param>
public sealed class FrameOutput(Func<GenerationMetadata?> metadata, TimeProvider clock) : IDisposable
{
    private readonly long _started = clock.GetTimestamp();
    private TaskCompletionSource<CapturedFrame>? _waiting;
    private volatile IFrameWatcher? _watcher;

    /// <summary>The recorder.</summary>
    public VideoRecorder Recorder { get; } = new();

    /// <summary>Sees every frame that it wants, such as a page; null for nobody. Borrowed.</summary>
    public IFrameWatcher? Watcher
    {
        get => _watcher;
        set => _watcher = value;
    }

    private double Seconds => clock.GetElapsedTime(_started).TotalSeconds;

    /// <summary>What made the picture that is shown. For the presenting thread.</summary>
    public GenerationMetadata? Metadata => metadata();

    /// <summary>Whether anything wants pixels now, for a caller who would have to read them back.</summary>
    /// <param name="index">Which frame is shown.</param>
    /// <param name="isNew">Whether it was not shown before.</param>
    public bool Wants(long index, bool isNew) => (isNew && Recorder.IsRecording) || _watcher?.Wants(index) == true || Volatile.Read(ref _waiting) is not null;

    /// <summary>Hands out the picture that is shown. For the presenting thread, after each turn; costs nothing while nobody wants it.</summary>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first. Copied.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="index">Which frame it is.</param>
    /// <param name="isNew">Whether it was not shown before.</param>
    public void Offer(ReadOnlySpan<byte> rgba, int width, int height, long index, bool isNew) => Offer(rgba, width, height, index, isNew, Moment());

    /// <summary>What is to be known of the picture that is shown now once its pixels have come from a device. For the presenting thread.</summary>
    public FrameMoment Moment() => Volatile.Read(ref _waiting) is null ? new FrameMoment(Seconds, false, null) : new FrameMoment(Seconds, true, metadata());

    /// <summary>Hands out a picture that was shown a few turns ago. For the presenting thread.</summary>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first. Copied.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="index">Which frame it is.</param>
    /// <param name="isNew">Whether it had not been shown before.</param>
    /// <param name="moment">When it was shown.</param>
    public void Offer(ReadOnlySpan<byte> rgba, int width, int height, long index, bool isNew, in FrameMoment moment)
    {
        if (Recorder.IsRecording)
        {
            if (isNew)
            {
                Recorder.Offer(rgba, width, height, moment.Seconds);
            }
            else
            {
                Recorder.Hold(moment.Seconds);
            }
        }

        if (_watcher is { } watcher && watcher.Wants(index))
        {
            watcher.Offer(rgba, width, height, index);
        }

        if (moment.IsAwaited)
        {
            Interlocked.Exchange(ref _waiting, null)?.TrySetResult(new CapturedFrame(rgba.ToArray(), width, height, moment.Metadata));
        }
    }

    /// <summary>Says that the picture offered last is still shown, which keeps a recording's length true. For the presenting thread.</summary>
    public void Hold()
    {
        if (Recorder.IsRecording)
        {
            Recorder.Hold(Seconds);
        }
    }

    /// <summary>A copy of the picture that is shown next.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<CapturedFrame> TakeFrameAsync(CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource<CapturedFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _waiting, asked, null) ?? asked).Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends a recording.</summary>
    public void Dispose() => Recorder.Dispose();
}

/// <summary>When a picture was shown.</summary>
/// <param name="Seconds">On the output's clock.</param>
/// <param name="IsAwaited">Whether somebody waited for a single picture then.</param>
/// <param name="Metadata">What made it, where somebody waited.</param>
public readonly record struct FrameMoment(double Seconds, bool IsAwaited, GenerationMetadata? Metadata);

/// <summary>Sees shown frames. On the presenting thread, which must not wait.</summary>
public interface IFrameWatcher
{
    /// <summary>Whether <see cref="Offer"/> would take a frame now.</summary>
    /// <param name="index">Which frame is shown.</param>
    bool Wants(long index);

    /// <summary>Takes a frame.</summary>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first. Borrowed.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="index">Which frame it is.</param>
    void Offer(ReadOnlySpan<byte> rgba, int width, int height, long index);
}

/// <summary>A copy of a frame's pixels.</summary>
/// <param name="Rgba">RGBA <c>[Height, Width, 4]</c>, top row first.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Metadata">What made it; null where nobody knows.</param>
public sealed record CapturedFrame(byte[] Rgba, int Width, int Height, GenerationMetadata? Metadata);
