using FaeRealtime.Live.Frames;

namespace FaeRealtime;

/// <content>How fast the session is.</content>
public sealed partial class LatentSession
{
    /// <summary>Says that the current frame is on the screen, which ends its latency. Call it once for each new frame, on the GL thread.</summary>
    /// <param name="presentTime">How long drawing and showing took.</param>
    public void ReportPresented(TimeSpan presentTime)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var now = _options.Clock.GetTimestamp();
        _measures.Present.Add(presentTime.TotalMilliseconds);
        _measures.Latency.Add(_options.Clock.GetElapsedTime(_mailbox.Info.SampledAt, now).TotalMilliseconds);
        _measures.Rate.Add(now);
    }

    /// <summary>The measurements over the last frames. Allocates: for a display that refreshes a few times a second.</summary>
    /// <returns>A snapshot.</returns>
    public SessionStatistics ReadStatistics() => Open._measures.Read(_mailbox.Dropped);

    /// <summary>The latest durations of a stage, for a chart. Allocates nothing; from any thread.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="milliseconds">Receives them, oldest first; the last 1024 are kept.</param>
    /// <returns>How many there are.</returns>
    public int CopyTimes(FrameStage stage, Span<double> milliseconds) => Open._measures.Of(stage).Copy(milliseconds);

    /// <summary>Forgets the measurements so far, such as those of a warm-up.</summary>
    public void ResetStatistics() => Open._measures.Clear(_mailbox.Dropped);
}
