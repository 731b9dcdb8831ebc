using FaeRealtime.Core;
using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Textures;

/// <summary>An RGBA8 texture of fixed size that frames are uploaded into; its name never changes.</summary>
/// <remarks>
/// Texture row 0 (v = 0) is the top row of the picture. Bytes pass unchanged: the format is not sRGB. An upload restores the GL state that it touches.
/// Disposal is legal twice, from any thread, before or after the context is gone.
/// </remarks>
public sealed unsafe class SharedTexture : IDisposable
{
    private const int BytesPerPixel = 4;

    private readonly GL _gl;
    private readonly GlDeletionQueue _queue;
    private readonly GlName _texture;
    private readonly PixelBufferRing? _ring;
    private volatile bool _disposed;

    private SharedTexture(GL gl, int width, int height, GlName texture, UploadPath path, PixelBufferRing? ring)
    {
        (_gl, _queue, Width, Height) = (gl, GlDeletionQueue.For(gl), width, height);
        (_texture, Path, _ring) = (texture, path, ring);
    }

    /// <summary>Allocates the texture; call it on the GL thread.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="path">How frames travel from host memory.</param>
    /// <exception cref="GraphicsException">The driver does not allow the size, or no context is current.</exception>
    public static SharedTexture Create(GL gl, int width, int height, UploadPath path = UploadPath.Automatic)
    {
        ArgumentNullException.ThrowIfNull(gl);
        using var parts = new PartsInMaking();
        var texture = parts.Add(TextureStorage.CreateRgba8(gl, width, height));
        path = path != UploadPath.Automatic ? path : Renderers.IsSoftware(gl.GetStringS(StringName.Renderer)) ? UploadPath.Direct : UploadPath.PixelBuffers;
        var ring = path == UploadPath.PixelBuffers ? CreateRing(gl, texture, checked(width * height * BytesPerPixel)) : null;
        return parts.Finish(new SharedTexture(gl, width, height, texture, path, ring));
    }

    /// <summary>The GL name, stable for the life of the object.</summary>
    /// <exception cref="ObjectDisposedException">The texture is disposed, and its name may be another's.</exception>
    public uint Name
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _texture.Value;
        }
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The path that was chosen, never <see cref="UploadPath.Automatic"/>.</summary>
    public UploadPath Path { get; }

    private int ByteCount => checked(Width * Height * BytesPerPixel);

    /// <summary>Replaces the picture; call it on the GL thread. Allocates nothing and does not wait for the GPU.</summary>
    /// <param name="rgba8">Rows top first, without padding, <c>Width * Height * 4</c> bytes. Copied before the call returns.</param>
    /// <exception cref="ArgumentException">The length is another.</exception>
    /// <exception cref="GraphicsException">The context is gone.</exception>
    /// <exception cref="ObjectDisposedException">The texture is disposed.</exception>
    public void Upload(ReadOnlySpan<byte> rgba8)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (rgba8.Length != ByteCount)
        {
            throw new ArgumentException($"A {Width}x{Height} RGBA8 frame is {ByteCount} bytes, not {rgba8.Length}. Pass the frame at the texture's size.", nameof(rgba8));
        }

        _queue.Enter();
        using var state = UnpackState.Begin(_gl, _texture.Value);
        fixed (byte* pixels = rgba8)
        {
            // With an unpack buffer bound the pointer is an offset into it.
            var source = _ring is not null && _ring.Stage(rgba8) ? null : pixels;
            _gl.TexSubImage2D(TextureTarget.Texture2D, 0, 0, 0, (uint)Width, (uint)Height, PixelFormat.Rgba, PixelType.UnsignedByte, source);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _ring?.Dispose();
        _texture.Dispose();
    }

    private static PixelBufferRing CreateRing(GL gl, GlName texture, int bytes)
    {
        using var state = UnpackState.Begin(gl, texture.Value);
        return PixelBufferRing.Create(gl, (nuint)bytes);
    }
}

/// <summary>How pixels in host memory reach a texture.</summary>
public enum UploadPath
{
    /// <summary>Direct on a software renderer, pixel buffers on a GPU.</summary>
    Automatic,

    /// <summary><c>glTexSubImage2D</c> straight from host memory: the fastest way on llvmpipe.</summary>
    Direct,

    /// <summary>Three pixel unpack buffers in turn, so that a GPU copies one frame while the next is written.</summary>
    PixelBuffers,
}
