namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<uint, uint*, void> _genTextures;

    public void GenTextures(uint n, uint* textures) =>
        (_genTextures != null ? _genTextures : _genTextures = (delegate* unmanaged<uint, uint*, void>)Load("glGenTextures"))(n, textures);

    private delegate* unmanaged<uint, uint*, void> _deleteTextures;

    public void DeleteTextures(uint n, uint* textures) =>
        (_deleteTextures != null ? _deleteTextures : _deleteTextures = (delegate* unmanaged<uint, uint*, void>)Load("glDeleteTextures"))(n, textures);

    private delegate* unmanaged<TextureTarget, uint, void> _bindTexture;

    public void BindTexture(TextureTarget target, uint texture) =>
        (_bindTexture != null ? _bindTexture : _bindTexture = (delegate* unmanaged<TextureTarget, uint, void>)Load("glBindTexture"))(target, texture);

    private delegate* unmanaged<TextureUnit, void> _activeTexture;

    public void ActiveTexture(TextureUnit texture) =>
        (_activeTexture != null ? _activeTexture : _activeTexture = (delegate* unmanaged<TextureUnit, void>)Load("glActiveTexture"))(texture);

    private delegate* unmanaged<uint, byte> _isTexture;

    public bool IsTexture(uint texture) =>
        (_isTexture != null ? _isTexture : _isTexture = (delegate* unmanaged<uint, byte>)Load("glIsTexture"))(texture) != 0;

    private delegate* unmanaged<TextureTarget, TextureParameterName, int, void> _texParameteri;

    public void TexParameter(TextureTarget target, TextureParameterName pname, int param) =>
        (_texParameteri != null ? _texParameteri : _texParameteri = (delegate* unmanaged<TextureTarget, TextureParameterName, int, void>)Load("glTexParameteri"))(target, pname, param);

    private delegate* unmanaged<TextureTarget, uint, SizedInternalFormat, uint, uint, void> _texStorage2D;

    public void TexStorage2D(TextureTarget target, uint levels, SizedInternalFormat internalformat, uint width, uint height) =>
        (_texStorage2D != null ? _texStorage2D : _texStorage2D = (delegate* unmanaged<TextureTarget, uint, SizedInternalFormat, uint, uint, void>)Load("glTexStorage2D"))(target, levels, internalformat, width, height);

    private delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, int, PixelFormat, PixelType, void*, void> _texImage2D;

    public void TexImage2D(TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border, PixelFormat format, PixelType type, void* pixels) =>
        (_texImage2D != null ? _texImage2D : _texImage2D = (delegate* unmanaged<TextureTarget, int, InternalFormat, uint, uint, int, PixelFormat, PixelType, void*, void>)Load("glTexImage2D"))(target, level, internalformat, width, height, border, format, type, pixels);

    private delegate* unmanaged<TextureTarget, int, int, int, uint, uint, PixelFormat, PixelType, void*, void> _texSubImage2D;

    public void TexSubImage2D(TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        (_texSubImage2D != null ? _texSubImage2D : _texSubImage2D = (delegate* unmanaged<TextureTarget, int, int, int, uint, uint, PixelFormat, PixelType, void*, void>)Load("glTexSubImage2D"))(target, level, xoffset, yoffset, width, height, format, type, pixels);

    private delegate* unmanaged<TextureTarget, int, PixelFormat, PixelType, void*, void> _getTexImage;

    public void GetTexImage(TextureTarget target, int level, PixelFormat format, PixelType type, void* pixels) =>
        (_getTexImage != null ? _getTexImage : _getTexImage = (delegate* unmanaged<TextureTarget, int, PixelFormat, PixelType, void*, void>)Load("glGetTexImage"))(target, level, format, type, pixels);

    public uint GenTexture()
    {
        uint name = 0;
        GenTextures(1, &name);
        return name;
    }

    public void DeleteTexture(uint textures) => DeleteTextures(1, &textures);

    public void TexImage2D(TextureTarget target, int level, int internalformat, uint width, uint height, int border, PixelFormat format, PixelType type, void* pixels) =>
        TexImage2D(target, level, (InternalFormat)internalformat, width, height, border, format, type, pixels);
}
