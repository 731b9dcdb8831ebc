namespace Silk.NET.OpenGL;

public enum PixelFormat
{
    Red = 0x1903,
    RG = 0x8227,
    Rgb = 0x1907,
    Rgba = 0x1908,
    Bgr = 0x80E0,
    Bgra = 0x80E1,
    RedInteger = 0x8D94,
}
