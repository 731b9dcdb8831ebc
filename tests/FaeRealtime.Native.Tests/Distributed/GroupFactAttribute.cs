using FaeRealtime.Testing.Ranks;

namespace FaeRealtime.Native.Tests.Distributed;

/// <summary>A fact that starts several processes with mpirun; skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GroupFactAttribute : FactAttribute
{
    public GroupFactAttribute() => Skip = Mpirun.SkipReason;
}
