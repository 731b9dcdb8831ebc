using FaeRealtime.Cpu.Kernels;

namespace FaeRealtime.Cpu.Passes;

/// <summary>A norm of queries or keys over the width of a head.</summary>
/// <param name="norm">Which.</param>
/// <param name="gain">Its weight.</param>
/// <param name="shift">Its bias; zeros where it has none.</param>
internal sealed unsafe class HeadNorm(RowNorm norm, float* gain, float* shift)
{
    /// <summary>Which norm.</summary>
    public RowNorm Norm => norm;

    /// <summary>Its weight.</summary>
    public float* Gain => gain;

    /// <summary>Its bias.</summary>
    public float* Shift => shift;
}
