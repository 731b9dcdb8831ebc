namespace FaeRealtime.Host.Images;

/// <summary>The result of <c>fae images</c>, as <c>--json</c> prints it.</summary>
internal sealed record ImagesReport
{
    public required string Model { get; init; }

    /// <summary>What computed, such as <c>cpu, 2 threads, 256-bit vectors</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Which generator: <c>teacher</c> or <c>few-step</c>.</summary>
    public required string Sampler { get; init; }

    public required int Steps { get; init; }

    public required double CfgScale { get; init; }

    public required double Shift { get; init; }

    public required IReadOnlyList<PictureReport> Pictures { get; init; }

    /// <summary>Time of each part, in milliseconds.</summary>
    public required ImagesTimes Ms { get; init; }

    /// <summary>The most memory the process has held, in bytes.</summary>
    public required long PeakMemoryBytes { get; init; }
}
