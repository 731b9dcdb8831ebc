using FaeRealtime.Core.Errors;
using FaeRealtime.Native.Distributed;

namespace FaeRealtime.Native.Tests.Distributed;

/// <summary>A fact that needs process groups over Gloo; skipped where the native part was not built, or built without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GroupFactAttribute : FactAttribute
{
    public GroupFactAttribute()
    {
        try
        {
            Skip = ProcessGroup.Backends.HasFlag(CollectiveBackend.Gloo) ? null : "libfae_c10d is built without Gloo (libgloo-dev)";
        }
        catch (NativeException absent)
        {
            Skip = absent.Message;
        }
    }
}
