using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Window;
using FaeRealtime.Video.Encoders;
using FaeRealtime.Video.Recording;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>Measures what recording costs: turns without and with a video, one after the other, so that both meet the same machine.</summary>
/// <param name="path">The video; each turn replaces it.</param>
/// <param name="session">Presented by the caller.</param>
/// <param name="readback">Brings pictures that are in a texture only, as a window's recording does; null where nothing is drawn. Borrowed.</param>
internal sealed class RecordingTurns(string path, LatentSession session, FrameReadback? readback) : IDisposable
{
    private const int Turns = 5;
    private const double VideoFps = 60.0;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly VideoRecorder _recorder = new();
    private readonly long _started = Clock.GetTimestamp();

    /// <summary>Offers the presented frame; call it after each.</summary>
    public void Offer()
    {
        if (!_recorder.IsRecording || !session.TryGetFrame(out var frame))
        {
            return;
        }

        var seconds = Clock.GetElapsedTime(_started).TotalSeconds;
        if (readback is null || readback.IsAtHand)
        {
            _recorder.Offer(session.Pixels, frame.Width, frame.Height, seconds);
            return;
        }

        HandOut(waits: false);
        readback.TryBegin(true, new FrameMoment(seconds, false, null));
    }

    /// <summary>Runs the turns.</summary>
    /// <param name="present">Presents for some seconds, calling <see cref="Offer"/> after each frame, and gives the mean rate.</param>
    /// <param name="seconds">Of a turn.</param>
    /// <exception cref="FaeException">The video failed.</exception>
    public RecordingCost Run(Func<double, double> present, double seconds)
    {
        var ratios = new double[Turns];
        for (var i = 0; i < Turns; i++)
        {
            var without = present(seconds);
            var side = session.Info!.ImageSize;
            _recorder.Start(path, new VideoSettings { Width = side, Height = side, Fps = VideoFps, Effort = EncodingEffort.Live });
            ratios[i] = present(seconds) / without;
            HandOut(waits: true);
            _recorder.Stop();
            _recorder.WaitForEnd(Patience);
            if (_recorder.Status is { Failure: { } failure })
            {
                throw new ImageFileException(failure);
            }
        }

        Array.Sort(ratios);
        return new RecordingCost(Turns, ratios[Turns / 2], ratios[0], ratios[^1], _recorder.Status.Frames, _recorder.Status.Dropped);
    }

    public void Dispose() => _recorder.Dispose();

    private void HandOut(bool waits)
    {
        while (readback?.TryTake(waits, out var past, out var pixels) == true)
        {
            if (!pixels.IsEmpty)
            {
                _recorder.Offer(pixels, past.Width, past.Height, past.Moment.Seconds);
            }
        }
    }
}
