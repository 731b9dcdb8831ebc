namespace Silk.NET.OpenGL;

public static unsafe class GLOverloads
{
    public static void TexImage2D<T0>(this GL thisApi, TextureTarget target, int level, InternalFormat internalformat, uint width, uint height, int border, PixelFormat format, PixelType type, ReadOnlySpan<T0> pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = pixels)
        {
            thisApi.TexImage2D(target, level, internalformat, width, height, border, format, type, pointer);
        }
    }

    public static void TexSubImage2D<T0>(this GL thisApi, TextureTarget target, int level, int xoffset, int yoffset, uint width, uint height, PixelFormat format, PixelType type, ReadOnlySpan<T0> pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = pixels)
        {
            thisApi.TexSubImage2D(target, level, xoffset, yoffset, width, height, format, type, pointer);
        }
    }

    public static void ReadPixels<T0>(this GL thisApi, int x, int y, uint width, uint height, PixelFormat format, PixelType type, Span<T0> pixels)
        where T0 : unmanaged
    {
        fixed (T0* pointer = pixels)
        {
            thisApi.ReadPixels(x, y, width, height, format, type, pointer);
        }
    }
}
