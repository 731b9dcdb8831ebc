using FaeRealtime.Live.Sessions;
using FaeRealtime.Video.Metadata;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Page;

/// <summary>Where a session's shown frames go beside the screen: the page, stills, a recording. Fed by the one thread that presents; asked from any.</summary>
/// <param name="feed">The page's frames. Borrowed.</param>
/// <param name="recorder">The recorder. Borrowed.</param>
/// <param name="metadata">What made the picture that is shown, or null; called on the presenting thread.</param>
/// <param name="clock">For the recording's times.</param>
internal sealed class LiveOutput(FrameFeed feed, VideoRecorder recorder, Func<GenerationMetadata?> metadata, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private TaskCompletionSource<Still>? _still;

    /// <summary>The recorder.</summary>
    public VideoRecorder Recorder => recorder;

    /// <summary>The page's frames.</summary>
    public FrameFeed Feed => feed;

    /// <summary>Hands out the picture that a session shows. For the presenting thread, after each <see cref="LatentSession.Update"/>; costs nothing while nobody wants it.</summary>
    /// <param name="session">Whose pixels are in host memory; a caller whose picture is in a texture passes what it reads back instead.</param>
    /// <param name="isNew">What <see cref="LatentSession.Update"/> said.</param>
    public void Offer(LatentSession session, bool isNew)
    {
        if (session.TryGetFrame(out var frame) && !session.Pixels.IsEmpty)
        {
            Offer(session.Pixels, frame.Width, frame.Height, frame.Index, isNew);
        }
    }

    /// <summary>Whether anything wants pixels now, for a caller who would have to read them back.</summary>
    /// <param name="index">Which frame is shown.</param>
    public bool Wants(long index) => recorder.IsRecording || feed.Wants(index) || Volatile.Read(ref _still) is not null;

    /// <summary>Hands out a picture.</summary>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first. Copied.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="index">Which frame it is.</param>
    /// <param name="isNew">Whether it was not shown before.</param>
    public void Offer(ReadOnlySpan<byte> rgba, int width, int height, long index, bool isNew)
    {
        if (recorder.IsRecording)
        {
            Record(rgba, width, height, isNew);
        }

        if (feed.Wants(index))
        {
            feed.Offer(rgba, width, height, index);
        }

        if (Volatile.Read(ref _still) is not null)
        {
            Interlocked.Exchange(ref _still, null)?.TrySetResult(new Still(rgba.ToArray(), width, height, metadata()));
        }
    }

    /// <summary>A copy of the picture that is shown next.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Still> TakeStillAsync(CancellationToken cancellationToken)
    {
        var wish = new TaskCompletionSource<Still>(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _still, wish, null) ?? wish).Task.WaitAsync(cancellationToken);
    }

    private void Record(ReadOnlySpan<byte> rgba, int width, int height, bool isNew)
    {
        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        if (isNew)
        {
            recorder.Offer(rgba, width, height, seconds);
        }
        else
        {
            recorder.Hold(seconds);
        }
    }
}
