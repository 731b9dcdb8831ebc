namespace Silk.NET.OpenGL;

public enum GetPName
{
    MaxTextureSize = 0x0D33,
    MajorVersion = 0x821B,
    MinorVersion = 0x821C,
    NumExtensions = 0x821D,
    CurrentProgram = 0x8B8D,
    ActiveTexture = 0x84E0,
    TextureBinding2D = 0x8069,
    PixelUnpackBufferBinding = 0x88EF,
    PixelPackBufferBinding = 0x88ED,
    UnpackAlignment = 0x0CF5,
    UnpackRowLength = 0x0CF2,
    UnpackSkipRows = 0x0CF3,
    UnpackSkipPixels = 0x0CF4,
    PackAlignment = 0x0D05,
    DrawFramebufferBinding = 0x8CA6,
    ReadFramebufferBinding = 0x8CAA,
    ArrayBufferBinding = 0x8894,
    VertexArrayBinding = 0x85B5,
    Viewport = 0x0BA2,
    ContextFlags = 0x821E,
    ContextProfileMask = 0x9126,
}
