using Microsoft.Win32.SafeHandles;

namespace SixLabors.ImageSharp.Codecs;

/// <summary>Owns the bytes of an encoded file.</summary>
internal sealed class EncodedHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public EncodedHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>The whole file; valid until the handle is disposed.</summary>
    internal unsafe ReadOnlySpan<byte> Bytes
    {
        get
        {
            NativeImages.fae_encoded_view(this, out byte* data, out long size);
            return new ReadOnlySpan<byte>(data, checked((int)size));
        }
    }

    protected override bool ReleaseHandle()
    {
        NativeImages.fae_encoded_free(handle);
        return true;
    }
}
