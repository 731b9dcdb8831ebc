namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>One of a block's matrix products.</summary>
/// <param name="Layer">Which.</param>
/// <param name="Tokens">Rows.</param>
/// <param name="Outputs">Columns of the result; those after gating for SwiGLU.</param>
/// <param name="Depth">Values that are summed.</param>
/// <param name="Kind">What follows the sum.</param>
public sealed record ProductShape(string Layer, int Tokens, int Outputs, int Depth, ProductKind Kind)
    : KernelShape(Layer, Tokens, 2.0 * Tokens * Depth * Outputs * (Kind == ProductKind.Gated ? 2 : 1));
