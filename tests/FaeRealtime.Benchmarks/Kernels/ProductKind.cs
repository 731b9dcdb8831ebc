namespace FaeRealtime.Benchmarks.Kernels;

/// <summary>What follows a product's sum.</summary>
public enum ProductKind
{
    /// <summary>The bias.</summary>
    Plain,

    /// <summary>SwiGLU.</summary>
    Gated,

    /// <summary>A gate and the residual.</summary>
    Added,
}
