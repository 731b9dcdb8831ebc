using Xunit;

namespace FaeRealtime.Testing;

/// <summary>A fact that is skipped, with the reason, where the shared data it needs is absent.</summary>
public sealed class SharedFactAttribute : FactAttribute
{
    /// <summary>Marks a test that reads the shared folder.</summary>
    /// <param name="needs">The file or folder it reads, for example <c>fixtures/dinov2_mlp</c>.</param>
    public SharedFactAttribute(string needs) => Skip = SharedData.SkipReason(needs);
}
