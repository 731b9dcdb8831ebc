using FaeRealtime.Core;
using FaeRealtime.Engines;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Presenting;
using Silk.NET.OpenGL;

namespace FaeRealtime.Host.Rendering;

/// <summary>A picture without a window: headless context, the session's renderer, a target to read back.</summary>
internal sealed class OffscreenStage : IDisposable
{
    private static readonly TimeSpan FrameTimeout = TimeSpan.FromMilliseconds(100);

    private readonly EglContext _context;
    private readonly SessionRenderer _renderer;
    private readonly OffscreenTarget _target;
    private readonly List<SharedEngine> _shared = [];

    private OffscreenStage(EglContext context, SessionRenderer renderer, OffscreenTarget target) => (_context, _renderer, _target) = (context, renderer, target);

    /// <summary>Makes the context and what is drawn in it.</summary>
    /// <param name="size">Side in pixels.</param>
    /// <param name="cudaDevice">The CUDA device that paints, on whose GPU the context should be; null for none.</param>
    public static OffscreenStage Create(int size, int? cudaDevice = null)
    {
        using var parts = new PartsInMaking();
        var context = parts.Add(cudaDevice is { } ordinal ? EglContext.CreateForCuda(ordinal) : EglContext.CreateSurfaceless());
        var renderer = parts.Add(SessionRenderer.Create(context.Gl));
        return parts.Finish(new OffscreenStage(context, renderer, OffscreenTarget.Create(context.Gl, size, size)));
    }

    public string Renderer => _context.Renderer;

    /// <summary>The context's entry points.</summary>
    public GL Gl => _context.Gl;

    /// <summary>What draws the session's picture.</summary>
    public SessionRenderer Drawing => _renderer;

    /// <summary>Why the context is not on the CUDA device's GPU; null where it is, or none was asked for.</summary>
    public string? FallbackReason => _context.FallbackReason;

    /// <summary>An engine whose pictures reach this stage's texture.</summary>
    /// <param name="engine">As it was asked for.</param>
    public FrameEngineOptions Share(FrameEngineOptions engine)
    {
        _shared.Add(SharedEngine.Of(engine));
        return _shared[^1].Options;
    }

    public void Attach(LatentSession session) => session.Attach(_context.Gl);

    /// <summary>Presents the session's next frame as soon as it is there.</summary>
    /// <param name="session">In live pacing.</param>
    /// <param name="clock">For the present time.</param>
    /// <returns>False when none came within a tenth of a second.</returns>
    /// <exception cref="Core.Errors.FaeException">The session has failed.</exception>
    public bool PresentNext(LatentSession session, TimeProvider clock)
    {
        var taken = TakeNext(session);
        if (taken)
        {
            Present(session, clock);
        }

        return taken;
    }

    /// <summary>Takes the session's next frame as soon as it is there, and draws nothing.</summary>
    /// <param name="session">In live pacing.</param>
    /// <returns>False when none came within a tenth of a second.</returns>
    /// <exception cref="Core.Errors.FaeException">The session has failed.</exception>
    public static bool TakeNext(LatentSession session)
    {
        if (session.WaitForFrame(FrameTimeout) && session.Update())
        {
            return true;
        }

        if (session.State == SessionState.Failed)
        {
            session.WaitForEngine(TimeSpan.Zero);
        }

        return false;
    }

    /// <summary>Draws the session's picture, waits for it and tells the session.</summary>
    public void Present(LatentSession session, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        _target.Bind();
        _renderer.Draw(session, _target.Width, _target.Height);
        Gl.Finish();
        session.ReportPresented(clock.GetElapsedTime(started));
    }

    public byte[] Read()
    {
        var pixels = new byte[_target.Width * _target.Height * 4];
        _target.ReadPixels(pixels);
        return pixels;
    }

    public void Dispose()
    {
        _target.Dispose();
        _renderer.Dispose();
        _shared.ForEach(shared => shared.Dispose());
        _context.Dispose();
    }
}
