namespace FaeRealtime.Cpu.Kernels;

/// <summary>What happens to a product, its bias added, before it leaves the registers' neighbourhood.</summary>
internal enum EpilogueKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>SiLU.</summary>
    Silu,

    /// <summary>Exact GELU.</summary>
    Gelu,

    /// <summary>Tanh GELU.</summary>
    GeluTanh,

    /// <summary>SiLU of the first half of a tile's columns times the second half; the matrix is packed so that they belong together.</summary>
    SwiGlu,

    /// <summary>Added to a row of <see cref="Epilogue.Residual"/>, first multiplied by the gate where there is one.</summary>
    Residual,

    /// <summary>Written as RGBA8 where the patch lies in the picture.</summary>
    Pixels,
}
