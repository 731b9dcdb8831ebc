using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.State;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Presenting;

/// <summary>An RGBA8 framebuffer without a window, to draw into and read back.</summary>
/// <remarks>Disposal is legal twice, from any thread, before or after the context is gone.</remarks>
public sealed unsafe class OffscreenTarget : IDisposable
{
    private readonly GL _gl;
    private readonly GlDeletionQueue _queue;
    private readonly GlName _color;
    private readonly GlName _framebuffer;
    private volatile bool _disposed;

    private OffscreenTarget(GL gl, int width, int height, GlName color, GlName framebuffer)
    {
        (_gl, _queue, Width, Height) = (gl, GlDeletionQueue.For(gl), width, height);
        (_color, _framebuffer) = (color, framebuffer);
    }

    /// <summary>Allocates the target; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <exception cref="GraphicsException">The driver refuses the size, or no context is current.</exception>
    public static OffscreenTarget Create(GL gl, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(gl);
        using var parts = new PartsInMaking();
        var color = parts.Add(TextureStorage.CreateRgba8(gl, width, height));
        var framebuffer = parts.Add(GlName.Create(gl, GlObjectKind.Framebuffer));
        var (drawn, read) = ((uint)gl.GetInteger(GetPName.DrawFramebufferBinding), (uint)gl.GetInteger(GetPName.ReadFramebufferBinding));
        gl.BindFramebuffer(FramebufferTarget.Framebuffer, framebuffer.Value);
        gl.FramebufferTexture2D(FramebufferTarget.Framebuffer, FramebufferAttachment.ColorAttachment0, TextureTarget.Texture2D, color.Value, 0);
        var status = (FramebufferStatus)gl.CheckFramebufferStatus(FramebufferTarget.Framebuffer);
        gl.BindFramebuffer(FramebufferTarget.DrawFramebuffer, drawn);
        gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, read);
        return status == FramebufferStatus.Complete
            ? parts.Finish(new OffscreenTarget(gl, width, height, color, framebuffer))
            : throw new GraphicsException($"A framebuffer of {width}x{height} RGBA8 is not complete on {gl.GetStringS(StringName.Renderer)}: {status}. Choose another size or driver.");
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Draws go here from now on, and cover the whole target; call it on the GL thread.</summary>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The target is disposed.</exception>
    public void Bind()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _queue.Enter();
        _gl.BindFramebuffer(FramebufferTarget.Framebuffer, _framebuffer.Value);
        _gl.DrawBuffer(DrawBufferMode.ColorAttachment0);
        _gl.Viewport(0, 0, (uint)Width, (uint)Height);
    }

    /// <summary>Reads the picture, waiting for what was drawn; call it on the GL thread. Allocates nothing, sets all state that decides what is read and where, and puts it back.</summary>
    /// <param name="rgba8">Receives the rows, top row first, <c>Width * Height * 4</c> bytes.</param>
    /// <exception cref="ArgumentException">The length is another.</exception>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The target is disposed.</exception>
    public void ReadPixels(Span<byte> rgba8)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var row = Width * 4;
        if (rgba8.Length != row * Height)
        {
            throw new ArgumentException($"A {Width}x{Height} RGBA8 frame is {row * Height} bytes, not {rgba8.Length}. Pass a buffer of the target's size.", nameof(rgba8));
        }

        Read(null, rgba8);
        PixelRows.Flip(rgba8, row);
    }

    /// <summary>Lets the device copy the picture into a buffer, bottom row first, and returns at once.</summary>
    /// <param name="buffer">Of <c>Width * Height * 4</c> bytes. Borrowed.</param>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The target is disposed.</exception>
    internal void ReadPixels(GlName buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Read(buffer, []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _framebuffer.Dispose();
        _color.Dispose();
    }

    private void Read(GlName? buffer, Span<byte> rgba8)
    {
        _queue.Enter();
        var bound = (uint)_gl.GetInteger(GetPName.ReadFramebufferBinding);
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, _framebuffer.Value);
        var source = (ReadBufferMode)_gl.GetInteger(GetPName.ReadBuffer);
        _gl.ReadBuffer(ReadBufferMode.ColorAttachment0);
        using (PixelStorage.Pack(_gl, alignment: 4))
        {
            if (buffer is null)
            {
                Read(rgba8);
            }
            else
            {
                _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, buffer.Value);
                _gl.ReadPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Rgba, PixelType.UnsignedByte, null);
            }
        }

        _gl.ReadBuffer(source);
        _gl.BindFramebuffer(FramebufferTarget.ReadFramebuffer, bound);
    }

    // Where OpenGL can be told how long the span is, it writes nothing rather than beyond it.
    private void Read(Span<byte> rgba8)
    {
        fixed (byte* pixels = rgba8)
        {
            if (GlFeatures.Of(_gl).BoundedReads)
            {
                _gl.ReadnPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Rgba, PixelType.UnsignedByte, (uint)rgba8.Length, pixels);
            }
            else
            {
                _gl.ReadPixels(0, 0, (uint)Width, (uint)Height, PixelFormat.Rgba, PixelType.UnsignedByte, pixels);
            }
        }
    }
}

internal static class PixelRows
{
    private const int Chunk = 1024;

    /// <summary>Reverses the order of rows in place: OpenGL reads the bottom row first.</summary>
    public static void Flip(Span<byte> pixels, int rowBytes)
    {
        Span<byte> spare = stackalloc byte[Chunk];
        var rows = pixels.Length / rowBytes;
        for (var i = 0; i < rows / 2; i++)
        {
            var upper = pixels.Slice(i * rowBytes, rowBytes);
            var lower = pixels.Slice((rows - 1 - i) * rowBytes, rowBytes);
            for (var at = 0; at < rowBytes; at += Chunk)
            {
                var length = Math.Min(Chunk, rowBytes - at);
                upper.Slice(at, length).CopyTo(spare);
                lower.Slice(at, length).CopyTo(upper[at..]);
                spare[..length].CopyTo(lower[at..]);
            }
        }
    }
}
