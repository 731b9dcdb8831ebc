using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Video.Recording;
using Silk.NET.OpenGL;

namespace FaeRealtime.Host.Window;

/// <summary>The pixels of the frame that a session shows, also where they are in a texture only: at once, or without waiting for the device, some frames later. For the GL thread.</summary>
/// <param name="session">Borrowed.</param>
/// <param name="renderer">Borrowed.</param>
/// <param name="gl">Borrowed.</param>
internal sealed class FrameReadback(LatentSession session, SessionRenderer renderer, GL gl) : IDisposable
{
    private readonly Queue<PendingFrame> _pending = new(PixelReadRing.Capacity);
    private PixelReadRing? _ring;
    private OffscreenTarget? _target;
    private byte[] _pixels = [];

    /// <summary>Whether the shown frame's pixels are in host memory, so that reading them costs nothing.</summary>
    public bool IsAtHand => !session.Pixels.IsEmpty;

    /// <summary>Whether pixels are under way.</summary>
    public bool IsReading => _pending.Count > 0;

    /// <summary>Reads them; where they are in host memory, without a copy, else waiting for the device.</summary>
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
        if (session.Pixels is { IsEmpty: false } pixels)
        {
            return pixels;
        }

        Draw(width, height).ReadPixels(Room(width * height * 4));
        return _pixels;
    }

    /// <summary>Lets the device bring the shown frame's pixels; returns at once.</summary>
    /// <param name="isNew">Whether the frame was not shown before.</param>
    /// <param name="moment">When it is shown.</param>
    /// <returns>False where as many as fit are under way, or there is no frame.</returns>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    public bool TryBegin(bool isNew, in FrameMoment moment)
    {
        _ring ??= PixelReadRing.Create(gl);
        if (_ring.Count == PixelReadRing.Capacity || !session.TryGetFrame(out var frame) || !_ring.TryBegin(Draw(frame.Width, frame.Height)))
        {
            return false;
        }

        _pending.Enqueue(new PendingFrame(frame.Index, frame.Width, frame.Height, isNew, moment));
        return true;
    }

    /// <summary>Takes the oldest frame that was begun, if its pixels have come.</summary>
    /// <param name="waits">Whether to wait for them.</param>
    /// <param name="frame">Which it is.</param>
    /// <param name="pixels">RGBA <c>[Height, Width, 4]</c>, top row first, until the next call of any kind; empty where the device lost them.</param>
    /// <returns>False where none has come.</returns>
    public bool TryTake(bool waits, out PendingFrame frame, out ReadOnlySpan<byte> pixels)
    {
        if (_ring is null)
        {
            frame = default;
            pixels = [];
            return false;
        }

        var (before, length) = (_ring.Count, _ring.TryTake(Room(_ring.NextLength), waits));
        pixels = _pixels.AsSpan(0, length);
        frame = _ring.Count < before ? _pending.Dequeue() : default;
        return _ring.Count < before;
    }

    public void Dispose()
    {
        _ring?.Dispose();
        _target?.Dispose();
    }

    // Pixel by pixel: the target has the picture's size.
    private OffscreenTarget Draw(int width, int height)
    {
        if (_target is null || _target.Width != width || _target.Height != height)
        {
            _target?.Dispose();
            _target = OffscreenTarget.Create(gl, width, height);
        }

        _target.Bind();
        renderer.Draw(session, width, height);
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, 0);
        return _target;
    }

    private byte[] Room(int length)
    {
        if (length > 0 && _pixels.Length != length)
        {
            _pixels = new byte[length];
        }

        return _pixels;
    }
}

/// <summary>A shown frame whose pixels are on their way.</summary>
/// <param name="Index">Which frame.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="IsNew">Whether it had not been shown before.</param>
/// <param name="Moment">When it was shown.</param>
internal readonly record struct PendingFrame(long Index, int Width, int Height, bool IsNew, FrameMoment Moment);
