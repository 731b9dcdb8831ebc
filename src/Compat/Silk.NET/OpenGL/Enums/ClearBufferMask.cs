namespace Silk.NET.OpenGL;

public enum ClearBufferMask
{
    None = 0,
    DepthBufferBit = 0x0100,
    StencilBufferBit = 0x0400,
    ColorBufferBit = 0x4000,
}
