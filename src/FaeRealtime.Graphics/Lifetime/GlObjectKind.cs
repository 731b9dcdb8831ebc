namespace FaeRealtime.Graphics.Lifetime;

internal enum GlObjectKind
{
    Texture,
    Sampler,
    Framebuffer,
    Buffer,
    VertexArray,
    Program,
}
