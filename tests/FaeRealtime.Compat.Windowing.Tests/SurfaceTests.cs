using FaeRealtime.Testing;
using FaeRealtime.Testing.Surface;
using Silk.NET.OpenGL;

namespace FaeRealtime.Compat.Silk.NET.Tests;

public sealed class SurfaceTests
{
    [SharedFact("api/Silk.NET.OpenGL.txt")]
    public void Extra_WholeAssembly_IsEmpty()
    {
        string[] published = Directory.GetFiles(SharedData.Path("api"), "Silk.NET.*.txt");
        Assert.True(published.Length >= 8);
        Assert.Empty(SurfaceComparison.Extra(typeof(GL).Assembly, published));
    }
}
