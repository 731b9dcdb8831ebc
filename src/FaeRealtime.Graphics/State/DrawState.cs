using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.State;

/// <summary>All state of a context that decides what a draw of ours writes: set while we draw, and put back, because the context is an application's.</summary>
/// <remarks>
/// Made once a pass, so that a draw allocates nothing. What OpenGL does not tell cannot be put back: a conditional rendering that was begun, a query that counts, subroutine choices of the
/// application's program. The framebuffer is the one that the application bound, with its draw buffers.
/// </remarks>
internal sealed class DrawState
{
    private readonly Bindings _bindings;
    private readonly Raster _raster;
    private readonly Switches _switches;
    private readonly ColorWrites _writes;
    private readonly Blending _blending;

    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="features">What the context has.</param>
    public DrawState(GL gl, GlFeatures features) =>
        (_bindings, _raster, _switches, _writes, _blending) = (new(gl, features), new(gl, features), new(gl, features), new(gl, features), new(gl, features));

    /// <summary>Remembers the state and sets ours.</summary>
    /// <param name="over">Whether colours are laid over what is there by their alpha; else they replace it.</param>
    /// <returns>Dispose it to put the state back.</returns>
    public Scope Begin(bool over)
    {
        _bindings.Begin();
        _raster.Begin();
        _switches.TurnOff();
        _writes.Begin();
        _blending.Begin(over);
        return new Scope(this);
    }

    /// <summary>Sets the viewport, between <see cref="Begin"/> and its end.</summary>
    public void Viewport(int x, int y, int width, int height) => _raster.Viewport(x, y, width, height);

    private void Restore()
    {
        _blending.Restore();
        _writes.Restore();
        _switches.Restore();
        _raster.Restore();
        _bindings.Restore();
    }

    /// <summary>While ours is set.</summary>
    public readonly ref struct Scope(DrawState state)
    {
        public void Dispose() => state.Restore();
    }
}
