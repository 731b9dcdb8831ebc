using FaeRealtime.Core.Config;

namespace FaeRealtime.Cpu;

/// <summary>How a model is computed.</summary>
public sealed record CpuModelOptions
{
    /// <summary>Threads that compute, the caller's included; 0 for one a physical core.</summary>
    public int Threads { get; init; }

    /// <summary>Which of the model's generators makes latents; null for its few-step student where it has one.</summary>
    public GeneratorKind? Generator { get; init; }

    /// <summary>Bits of a vector, 256 or 512; null for the fastest. Both are correct on every machine; they differ in the last bits of a picture.</summary>
    public int? VectorBits { get; init; }
}
