using FaeRealtime.Testing;
using FaeRealtime.Testing.Surface;
using TorchSharp;

namespace FaeRealtime.Compat.TorchSharp.Tests.Surface;

public sealed class SurfaceTests
{
    [SharedFact("api/TorchSharp.txt")]
    public void PublicMembers_ComparedWithPublished_AreASubset()
    {
        IReadOnlyList<string> extra = SurfaceComparison.Extra(typeof(torch).Assembly, SharedData.Path("api/TorchSharp.txt"));
        Assert.True(extra.Count == 0, string.Join(Environment.NewLine, extra));
    }
}
