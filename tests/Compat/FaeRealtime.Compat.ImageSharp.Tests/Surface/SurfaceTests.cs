using FaeRealtime.Testing;
using FaeRealtime.Testing.Surface;
using SixLabors.ImageSharp;

namespace FaeRealtime.Compat.ImageSharp.Tests.Surface;

public sealed class SurfaceTests
{
    [SharedFact("api/SixLabors.ImageSharp.txt")]
    public void PublicMembers_ComparedWithPublished_AreASubset() =>
        Assert.Empty(SurfaceComparison.Extra(typeof(Image).Assembly, SharedData.Path("api/SixLabors.ImageSharp.txt")));
}
