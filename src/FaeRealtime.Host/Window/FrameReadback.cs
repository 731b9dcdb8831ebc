using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Presenting;
using Silk.NET.OpenGL;

namespace FaeRealtime.Host.Window;

/// <summary>The pixels of the frame that a session shows, also where they are in a texture only. For the GL thread.</summary>
/// <param name="session">Borrowed.</param>
/// <param name="renderer">Borrowed.</param>
/// <param name="gl">Borrowed.</param>
internal sealed class FrameReadback(LatentSession session, SessionRenderer renderer, GL gl) : IDisposable
{
    private OffscreenTarget? _target;
    private byte[] _pixels = [];

    /// <summary>Reads them; where they are in host memory, without a copy.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <returns>RGBA <c>[height, width, 4]</c>, top row first, until the session's next update; empty before the first frame.</returns>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    public ReadOnlySpan<byte> Read(out int width, out int height)
    {
        if (!session.TryGetFrame(out var frame))
        {
            (width, height) = (0, 0);
            return [];
        }

        (width, height) = (frame.Width, frame.Height);
        return session.Pixels is { IsEmpty: false } pixels ? pixels : Draw(width, height);
    }

    public void Dispose() => _target?.Dispose();

    // Pixel by pixel: the target has the picture's size.
    private byte[] Draw(int width, int height)
    {
        if (_target is null || _target.Width != width || _target.Height != height)
        {
            _target?.Dispose();
            (_target, _pixels) = (OffscreenTarget.Create(gl, width, height), new byte[width * height * 4]);
        }

        _target.Bind();
        renderer.Draw(session, width, height);
        _target.ReadPixels(_pixels);
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
        return _pixels;
    }
}
