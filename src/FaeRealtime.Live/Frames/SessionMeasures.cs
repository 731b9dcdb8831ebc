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
