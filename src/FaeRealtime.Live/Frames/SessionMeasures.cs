using System.Diagnostics.Metrics;

namespace FaeRealtime.Live.Frames;

/// <summary>The running measurements of one session.</summary>
internal sealed class SessionMeasures(TimeProvider clock)
{
    private long _droppedBefore;
    private long _hostPixelBytes;

    public RollingTimes Generate { get; } = new(SessionMeter.Generate);

    public RollingTimes Decode { get; } = new(SessionMeter.Decode);

    public RollingTimes Upload { get; } = new(SessionMeter.Upload);

    public RollingTimes Present { get; } = new(SessionMeter.Present);

    public RollingTimes Latency { get; } = new(SessionMeter.Latency);

    public PresentationRate Rate { get; } = new(clock);

    /// <summary>The durations of a stage.</summary>
    public RollingTimes Of(FrameStage stage) => stage switch
    {
        FrameStage.Generate => Generate,
        FrameStage.Decode => Decode,
        FrameStage.Share => Upload,
        FrameStage.Present => Present,
        _ => Latency,
    };

    /// <summary>Counts pixels that were painted into host memory.</summary>
    public void AddHostPixels(long bytes) => Interlocked.Add(ref _hostPixelBytes, bytes);

    /// <summary>Forgets what was measured.</summary>
    public void Clear(long dropped)
    {
        foreach (var times in new[] { Generate, Decode, Upload, Present, Latency })
        {
            times.Clear();
        }

        Rate.Clear();
        Volatile.Write(ref _droppedBefore, dropped);
        Volatile.Write(ref _hostPixelBytes, 0);
    }

    public SessionStatistics Read(long dropped) => new()
    {
        PresentedFps = Rate.Recent(),
        MeanPresentedFps = Rate.Mean(),
        Presented = Rate.Count,
        Dropped = dropped - Volatile.Read(ref _droppedBefore),
        HostPixelBytes = Interlocked.Read(ref _hostPixelBytes),
        Generate = Generate.Read(),
        Decode = Decode.Read(),
        Upload = Upload.Read(),
        Present = Present.Read(),
        Latency = Latency.Read(),
    };
}

/// <summary>The process's metrics of live sessions, meter <c>FaeRealtime.Live</c>, in milliseconds. Without a listener a record costs nothing.</summary>
internal static class SessionMeter
{
    private const string Unit = "ms";
    private static readonly Meter Meter = new("FaeRealtime.Live");

    public static Histogram<double> Generate { get; } = Meter.CreateHistogram<double>("fae.generate", Unit, "Generator time of a finished latent.");

    public static Histogram<double> Decode { get; } = Meter.CreateHistogram<double>("fae.decode", Unit, "Decoder time of a frame, pixels packed.");

    public static Histogram<double> Upload { get; } = Meter.CreateHistogram<double>("fae.upload", Unit, "Time to hand a frame to the texture.");

    public static Histogram<double> Present { get; } = Meter.CreateHistogram<double>("fae.present", Unit, "Time to draw and show a frame.");

    public static Histogram<double> Latency { get; } = Meter.CreateHistogram<double>("fae.latency", Unit, "From reading the parameters to the shown frame.");
}
