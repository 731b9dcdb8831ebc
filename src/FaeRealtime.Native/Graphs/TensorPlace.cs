namespace FaeRealtime.Native.Graphs;

/// <summary>Where a tensor lies.</summary>
/// <param name="Address">Of its first element.</param>
/// <param name="Device">The CUDA device by its number among those that the process sees; −1 in the processor's memory.</param>
public readonly record struct TensorPlace(ulong Address, int Device);
