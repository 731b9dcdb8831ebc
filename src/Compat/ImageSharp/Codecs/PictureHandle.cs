using Microsoft.Win32.SafeHandles;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>Owns an opened file; the bytes that it was opened on must stay pinned until it is disposed.</summary>
internal sealed class PictureHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public PictureHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        NativeImages.fae_picture_free(handle);
        return true;
    }
}
