namespace Silk.NET.OpenGL;

public enum FramebufferAttachment
{
    ColorAttachment0 = 0x8CE0,
    ColorAttachment1 = 0x8CE1,
    DepthAttachment = 0x8D00,
    StencilAttachment = 0x8D20,
}
