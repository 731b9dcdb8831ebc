using FaeRealtime.Graphics.State;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Textures;

/// <summary>The GL state that an upload needs in a known form, put back afterwards: the context may belong to an application.</summary>
internal readonly ref struct UnpackState
{
    private readonly GL _gl;
    private readonly uint _texture;
    private readonly PixelStorage _storage;

    private UnpackState(GL gl, uint texture, PixelStorage storage)
    {
        (_gl, _texture) = (gl, texture);
        _storage = storage;
    }

    /// <summary>Remembers the state and sets tightly packed rows, no unpack buffer and the given texture on the active unit.</summary>
    public static UnpackState Begin(GL gl, uint texture, int alignment = 4)
    {
        var bound = (uint)gl.GetInteger(GetPName.TextureBinding2D);
        var state = new UnpackState(gl, bound, PixelStorage.Unpack(gl, alignment));
        gl.BindTexture(TextureTarget.Texture2D, texture);
        return state;
    }

    public void Dispose()
    {
        _storage.Dispose();
        _gl.BindTexture(TextureTarget.Texture2D, _texture);
    }
}
