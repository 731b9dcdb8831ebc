using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Textures;

/// <summary>The GL state that an upload needs in a known form, put back afterwards: the context may belong to an application.</summary>
internal readonly ref struct UnpackState
{
    private readonly GL _gl;
    private readonly int _texture;
    private readonly int _buffer;
    private readonly int _alignment;
    private readonly int _rowLength;
    private readonly int _skipRows;
    private readonly int _skipPixels;

    private UnpackState(GL gl)
    {
        _gl = gl;
        _texture = gl.GetInteger(GetPName.TextureBinding2D);
        _buffer = gl.GetInteger(GetPName.PixelUnpackBufferBinding);
        _alignment = gl.GetInteger(GetPName.UnpackAlignment);
        _rowLength = gl.GetInteger(GetPName.UnpackRowLength);
        _skipRows = gl.GetInteger(GetPName.UnpackSkipRows);
        _skipPixels = gl.GetInteger(GetPName.UnpackSkipPixels);
    }

    /// <summary>Remembers the state and sets tightly packed rows, no unpack buffer and the given texture on the active unit.</summary>
    public static UnpackState Begin(GL gl, uint texture, int alignment = 4)
    {
        var state = new UnpackState(gl);
        gl.BindTexture(TextureTarget.Texture2D, texture);
        gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, 0);
        Set(gl, alignment, 0, 0, 0);
        return state;
    }

    public void Dispose()
    {
        Set(_gl, _alignment, _rowLength, _skipRows, _skipPixels);
        _gl.BindBuffer(BufferTargetARB.PixelUnpackBuffer, (uint)_buffer);
        _gl.BindTexture(TextureTarget.Texture2D, (uint)_texture);
    }

    private static void Set(GL gl, int alignment, int rowLength, int skipRows, int skipPixels)
    {
        gl.PixelStore(PixelStoreParameter.UnpackAlignment, alignment);
        gl.PixelStore(PixelStoreParameter.UnpackRowLength, rowLength);
        gl.PixelStore(PixelStoreParameter.UnpackSkipRows, skipRows);
        gl.PixelStore(PixelStoreParameter.UnpackSkipPixels, skipPixels);
    }
}
