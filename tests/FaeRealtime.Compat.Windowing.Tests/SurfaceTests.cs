using FaeRealtime.Testing;
using FaeRealtime.Compat.Windowing.Tests.Surface;
using Silk.NET.Windowing;

namespace FaeRealtime.Compat.Windowing.Tests;

public sealed class SurfaceTests
{
    private const int RecordedAssemblies = 5;

    [SharedFact("api/Silk.NET.Windowing.Common.txt")]
    public void Extra_WholeAssembly_IsEmpty()
    {
        var published = Directory.GetFiles(SharedData.Path("api"), "Silk.NET.*.txt");
        Assert.Equal(RecordedAssemblies, published.Length);
        Assert.Empty(SurfaceComparison.Extra(typeof(Window).Assembly, published));
    }
}
