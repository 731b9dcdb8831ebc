using static TorchSharp.torch;

namespace FaeRealtime.Parity.Cases;

/// <summary>How a golden case is run.</summary>
public sealed record ParityOptions
{
    /// <summary>Where the network runs; the golden values come from float32 on a CPU.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>What every tolerance is multiplied by: 1 on a CPU, 10 on a GPU.</summary>
    public double ToleranceScale { get; init; } = 1;
}
