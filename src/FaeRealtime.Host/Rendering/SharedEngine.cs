using FaeRealtime.Engines;
using FaeRealtime.Graphics.Contexts;

namespace FaeRealtime.Host.Rendering;

/// <summary>An engine whose pictures reach the texture of the context that draws: the OpenGL engine gets a context that shares with it, others stay as they are.</summary>
internal sealed class SharedEngine : IDisposable
{
    private readonly IGlContext? _context;

    private SharedEngine(FrameEngineOptions options, IGlContext? context) => (Options, _context) = (options, context);

    /// <summary>The engine.</summary>
    public FrameEngineOptions Options { get; }

    /// <summary>Shares with the context that is current on the calling thread.</summary>
    /// <param name="engine">As it was asked for.</param>
    /// <exception cref="Core.Errors.GraphicsException">The driver has no OpenGL 4.3.</exception>
    public static SharedEngine Of(FrameEngineOptions engine) => engine.Kind == EngineKind.Gl ? OfGl(engine) : new SharedEngine(engine, null);

    /// <summary>Destroys the context; after every engine that was opened with it.</summary>
    public void Dispose() => _context?.Dispose();

    // A method of its own: a run with another engine loads nothing of this one.
    private static SharedEngine OfGl(FrameEngineOptions engine)
    {
        var context = GlContexts.ShareCurrent();
        return new SharedEngine((GlEngineOptions)engine with { Context = context }, context);
    }
}
