namespace Silk.NET.OpenGL;

public enum EnableCap
{
    CullFace = 0x0B44,
    DepthTest = 0x0B71,
    StencilTest = 0x0B90,
    Dither = 0x0BD0,
    Blend = 0x0BE2,
    ScissorTest = 0x0C11,
    Multisample = 0x809D,
    DebugOutputSynchronous = 0x8242,
    FramebufferSrgb = 0x8DB9,
    DebugOutput = 0x92E0,
}
