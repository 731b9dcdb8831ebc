namespace Silk.NET.OpenGL;

public unsafe partial class GL
{
    private delegate* unmanaged<uint, uint*, void> _genFramebuffers;

    public void GenFramebuffers(uint n, uint* framebuffers) =>
        (_genFramebuffers != null ? _genFramebuffers : _genFramebuffers = (delegate* unmanaged<uint, uint*, void>)Load("glGenFramebuffers"))(n, framebuffers);

    private delegate* unmanaged<uint, uint*, void> _deleteFramebuffers;

    public void DeleteFramebuffers(uint n, uint* framebuffers) =>
        (_deleteFramebuffers != null ? _deleteFramebuffers : _deleteFramebuffers = (delegate* unmanaged<uint, uint*, void>)Load("glDeleteFramebuffers"))(n, framebuffers);

    private delegate* unmanaged<FramebufferTarget, uint, void> _bindFramebuffer;

    public void BindFramebuffer(FramebufferTarget target, uint framebuffer) =>
        (_bindFramebuffer != null ? _bindFramebuffer : _bindFramebuffer = (delegate* unmanaged<FramebufferTarget, uint, void>)Load("glBindFramebuffer"))(target, framebuffer);

    private delegate* unmanaged<FramebufferTarget, FramebufferAttachment, TextureTarget, uint, int, void> _framebufferTexture2D;

    public void FramebufferTexture2D(FramebufferTarget target, FramebufferAttachment attachment, TextureTarget textarget, uint texture, int level) =>
        (_framebufferTexture2D != null ? _framebufferTexture2D : _framebufferTexture2D = (delegate* unmanaged<FramebufferTarget, FramebufferAttachment, TextureTarget, uint, int, void>)Load("glFramebufferTexture2D"))(target, attachment, textarget, texture, level);

    private delegate* unmanaged<FramebufferTarget, GLEnum> _checkFramebufferStatus;

    public GLEnum CheckFramebufferStatus(FramebufferTarget target) =>
        (_checkFramebufferStatus != null ? _checkFramebufferStatus : _checkFramebufferStatus = (delegate* unmanaged<FramebufferTarget, GLEnum>)Load("glCheckFramebufferStatus"))(target);

    private delegate* unmanaged<int, int, int, int, int, int, int, int, ClearBufferMask, BlitFramebufferFilter, void> _blitFramebuffer;

    public void BlitFramebuffer(int srcX0, int srcY0, int srcX1, int srcY1, int dstX0, int dstY0, int dstX1, int dstY1, ClearBufferMask mask, BlitFramebufferFilter filter) =>
        (_blitFramebuffer != null ? _blitFramebuffer : _blitFramebuffer = (delegate* unmanaged<int, int, int, int, int, int, int, int, ClearBufferMask, BlitFramebufferFilter, void>)Load("glBlitFramebuffer"))(srcX0, srcY0, srcX1, srcY1, dstX0, dstY0, dstX1, dstY1, mask, filter);

    private delegate* unmanaged<int, int, uint, uint, PixelFormat, PixelType, void*, void> _readPixels;

    public void ReadPixels(int x, int y, uint width, uint height, PixelFormat format, PixelType type, void* pixels) =>
        (_readPixels != null ? _readPixels : _readPixels = (delegate* unmanaged<int, int, uint, uint, PixelFormat, PixelType, void*, void>)Load("glReadPixels"))(x, y, width, height, format, type, pixels);

    public uint GenFramebuffer()
    {
        uint name = 0;
        GenFramebuffers(1, &name);
        return name;
    }

    public void DeleteFramebuffer(uint framebuffers) => DeleteFramebuffers(1, &framebuffers);
}
