namespace FaeRealtime.Live.Frames;

/// <summary>A session's speed over its last frames.</summary>
public sealed record SessionStatistics
{
    /// <summary>New frames shown a second, over the last two seconds.</summary>
    public required double PresentedFps { get; init; }

    /// <summary>New frames shown a second since the start, or since the statistics were reset.</summary>
    public required double MeanPresentedFps { get; init; }

    /// <summary>New frames shown since the start or reset.</summary>
    public required long Presented { get; init; }

    /// <summary>Frames made but replaced before they were shown.</summary>
    public required long Dropped { get; init; }

    /// <summary>Bytes of pixels that were painted into host memory since the start or reset; 0 while every frame stays on the device.</summary>
    public required long HostPixelBytes { get; init; }

    /// <summary>Generator time in a frame's turn, in milliseconds; turns without generator work are not counted.</summary>
    public required Quantiles Generate { get; init; }

    /// <summary>Decoder time a frame, pixels packed, in milliseconds.</summary>
    public required Quantiles Decode { get; init; }

    /// <summary>Time to hand a frame to the texture, in milliseconds.</summary>
    public required Quantiles Upload { get; init; }

    /// <summary>Time to draw and show a frame, in milliseconds.</summary>
    public required Quantiles Present { get; init; }

    /// <summary>From reading the parameters to the shown frame, in milliseconds.</summary>
    public required Quantiles Latency { get; init; }
}
