using FaeRealtime.Engines.Gl.Compute;

namespace FaeRealtime.Engines.Gl.Networks;

/// <summary>A generator as lists of kernels: from a latent to a velocity, alone or guided by the answer without condition as a second picture.</summary>
internal interface IGlGenerator
{
    /// <summary>How often modulations had to be computed, for tests.</summary>
    long Computed { get; }

    /// <summary>The kernels of one step.</summary>
    /// <param name="guided">With the picture without condition.</param>
    KernelList Kernels(bool guided);
}
