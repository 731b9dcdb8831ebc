using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Lifetime;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Textures;

internal static unsafe class TextureStorage
{
    /// <summary>Creates an RGBA8 texture of one level, allocated once, clamped at its edges.</summary>
    /// <exception cref="GraphicsException">The size is not positive or above the driver's limit.</exception>
    public static GlName CreateRgba8(GL gl, int width, int height)
    {
        var texture = GlName.Create(gl, GlObjectKind.Texture);
        var limit = gl.GetInteger(GetPName.MaxTextureSize);
        if (width < 1 || height < 1 || width > limit || height > limit)
        {
            texture.Dispose();
            throw new GraphicsException($"A texture of {width}x{height} pixels is impossible: this driver allows 1 to {limit} a side. Choose another size.");
        }

        using var state = UnpackState.Begin(gl, texture.Value);
        Allocate(gl, (uint)width, (uint)height);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMinFilter, (int)TextureMinFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMagFilter, (int)TextureMagFilter.Linear);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapS, (int)TextureWrapMode.ClampToEdge);
        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureWrapT, (int)TextureWrapMode.ClampToEdge);
        return texture;
    }

    private static void Allocate(GL gl, uint width, uint height)
    {
        // glTexStorage2D is core from 4.2; a 3.3 context may lack it.
        var version = (gl.GetInteger(GetPName.MajorVersion), gl.GetInteger(GetPName.MinorVersion));
        if (version.CompareTo((4, 2)) >= 0 || gl.IsExtensionPresent("GL_ARB_texture_storage"))
        {
            gl.TexStorage2D(TextureTarget.Texture2D, 1, SizedInternalFormat.Rgba8, width, height);
            return;
        }

        gl.TexParameter(TextureTarget.Texture2D, TextureParameterName.TextureMaxLevel, 0);
        gl.TexImage2D(TextureTarget.Texture2D, 0, InternalFormat.Rgba8, width, height, 0, PixelFormat.Rgba, PixelType.UnsignedByte, null);
    }
}
