using Microsoft.Win32.SafeHandles;

namespace FaeRealtime.Native.Distributed;

/// <summary>Owns a rank's connection to the meeting point, and on the serving rank the meeting point itself.</summary>
internal sealed class StoreHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public StoreHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        C10dNative.fae_c10d_store_free(handle);
        return true;
    }
}
