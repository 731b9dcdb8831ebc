using FaeRealtime.Live.Frames;

namespace FaeRealtime.Host.Commands.Bench;

/// <summary>One case's measurements.</summary>
internal sealed record BenchRow
{
    public required string Name { get; init; }

    /// <summary>Sampler steps a frame; 0 for decoding alone.</summary>
    public required int Steps { get; init; }

    public required double PresentedFps { get; init; }

    public required long Presented { get; init; }

    public required long Dropped { get; init; }

    public required Quantiles GenerateMs { get; init; }

    public required Quantiles DecodeMs { get; init; }

    /// <summary>Handing the frame to the texture.</summary>
    public required Quantiles ShareMs { get; init; }

    public required Quantiles PresentMs { get; init; }

    /// <summary>From reading the parameters to the shown frame.</summary>
    public required Quantiles LatencyMs { get; init; }

    /// <summary>From a control's change, right after a frame was shown, to the first shown frame that has it: the longest way.</summary>
    public required Quantiles ControlMs { get; init; }

    /// <summary>What recording a video at 60 fps costs; null where nothing was recorded.</summary>
    public RecordingCost? Recording { get; init; }

    /// <summary>Bytes of pixels that were painted into host memory while it was measured.</summary>
    public required long HostPixelBytes { get; init; }

    /// <summary>Managed memory allocated in the whole process, a presented frame.</summary>
    public required double AllocatedBytesPerFrame { get; init; }

    /// <summary>Collections of the oldest generation while it was measured.</summary>
    public required int FullCollections { get; init; }

    /// <summary>The generator's rate in 10⁹ operations a second, guidance's second pass not counted; null without sampling.</summary>
    public required double? GenerateGflops { get; init; }

    /// <summary>Both decoders' rate, or the pixel decoder's where features are blended.</summary>
    public required double DecodeGflops { get; init; }
}
