using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Compute;

/// <summary>An RGBA8 texture that compute shaders write: texture row 0 is the top row of the picture. For a context of one's own: bindings are not put back.</summary>
public sealed unsafe class ComputeImage : IDisposable
{
    private readonly GL _gl;
    private readonly GlName _texture;

    private ComputeImage(GL gl, GlName texture, int width, int height) => (_gl, _texture, Width, Height) = (gl, texture, width, height);

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The GL name, in every context of the group.</summary>
    public uint Name => _texture.Value;

    /// <summary>Allocates it.</summary>
    /// <param name="gl">Entry points of the current context. Borrowed.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <returns>The image; the caller disposes.</returns>
    /// <exception cref="GraphicsException">The driver does not allow the size.</exception>
    public static ComputeImage Create(GL gl, int width, int height) => new(gl, TextureStorage.CreateRgba8(gl, width, height), width, height);

    /// <summary>Binds it as image 0, for kernels that write whole numbers (<c>rgba8ui</c>).</summary>
    public void Bind() => _gl.BindImageTexture(0, _texture.Value, 0, false, 0, BufferAccessARB.WriteOnly, InternalFormat.Rgba8ui);

    /// <summary>Lets textures be read and copied after the kernels before; in another context once the device has been waited for.</summary>
    public void Publish() => _gl.MemoryBarrier(MemoryBarrierMask.TextureFetchBarrierBit | MemoryBarrierMask.TextureUpdateBarrierBit | MemoryBarrierMask.FramebufferBarrierBit);

    /// <summary>Copies the picture into the bound pixel pack buffer: rows, top first.</summary>
    internal void Pack()
    {
        _gl.MemoryBarrier(MemoryBarrierMask.TextureUpdateBarrierBit);
        _gl.BindTexture(TextureTarget.Texture2D, _texture.Value);
        _gl.GetTexImage(TextureTarget.Texture2D, 0, PixelFormat.Rgba, PixelType.UnsignedByte, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _texture.Dispose();
}
