namespace FaeRealtime.Native.Tests.Distributed;

/// <summary>A theory on the terms of <see cref="GroupFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GroupTheoryAttribute : TheoryAttribute
{
    public GroupTheoryAttribute() => Skip = new GroupFactAttribute().Skip;
}
