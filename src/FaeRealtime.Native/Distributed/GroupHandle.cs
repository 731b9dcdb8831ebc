using Microsoft.Win32.SafeHandles;

namespace FaeRealtime.Native.Distributed;

/// <summary>Owns a process group with its connections and threads.</summary>
internal sealed class GroupHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public GroupHandle()
        : base(ownsHandle: true)
    {
    }

    protected override bool ReleaseHandle()
    {
        C10dNative.fae_c10d_group_free(handle);
        return true;
    }
}
