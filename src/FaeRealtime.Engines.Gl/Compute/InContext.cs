using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Engines.Gl.Compute;

/// <summary>What was made so far in a context, where opening fails half-way.</summary>
/// <param name="Context">Where it lies. Borrowed.</param>
/// <param name="Compute">Memory and kernels; deleted there.</param>
internal sealed record InContext(IGlContext Context, GlCompute Compute) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Context.Delete(Compute);
}
