using FaeRealtime.Native.Distributed;
using FaeRealtime.Native.Loading;

namespace FaeRealtime.Native.Tests.Distributed;

/// <summary>A fact that needs process groups over Gloo; skipped where the native part was not built, or built without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GroupFactAttribute : FactAttribute
{
    public GroupFactAttribute()
    {
        if (!File.Exists(C10dLibrary.FilePath))
        {
            Skip = $"{C10dLibrary.FilePath} is not built";
        }
        else if (!ProcessGroup.Backends.HasFlag(CollectiveBackend.Gloo))
        {
            Skip = $"{C10dLibrary.FilePath} is built without Gloo (libgloo-dev)";
        }
    }
}
