namespace FaeRealtime.Cpu.Kernels;

/// <summary>A norm over a row.</summary>
/// <param name="Centred">Whether the mean is subtracted (LayerNorm) or not (RMSNorm).</param>
/// <param name="Epsilon">Added to the variance or mean square.</param>
internal readonly record struct RowNorm(bool Centred, double Epsilon);
