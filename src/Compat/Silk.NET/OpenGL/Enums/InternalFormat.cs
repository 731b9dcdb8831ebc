namespace Silk.NET.OpenGL;

public enum InternalFormat
{
    R8 = 0x8229,
    RG8 = 0x822B,
    Rgb8 = 0x8051,
    Rgba8 = 0x8058,
    R8ui = 0x8232,
    Rgba16f = 0x881A,
    Rgba32f = 0x8814,
}
