using Xunit;

namespace FaeRealtime.Testing;

/// <summary>A theory that is skipped, with the reason, where the shared data it needs is absent.</summary>
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks a test that reads the shared folder.</summary>
    /// <param name="needs">The file or folder it reads, for example <c>fixtures/dinov2_mlp</c>.</param>
    public SharedTheoryAttribute(string needs) => Skip = SharedData.SkipReason(needs);
}
