using Silk.NET.Core.Contexts;
using Silk.NET.Core.Loader;
using Silk.NET.OpenGL;

namespace FaeRealtime.Compat.Silk.NET.Tests.OpenGL;

public sealed class GlTests
{
    [Fact]
    public void Call_EntryPointMissing_NamesIt()
    {
        using var gl = GL.GetApi(_ => 0);
        var failure = Assert.Throws<SymbolLoadingException>(() => gl.Finish());
        Assert.Contains("glFinish", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Call_Repeated_LooksUpOnce()
    {
        List<string> asked = [];
        using var gl = GL.GetApi(new LamdaNativeContext(name =>
        {
            asked.Add(name);
            return Fake();
        }));
        gl.Flush();
        gl.Flush();
        Assert.Equal(["glFlush"], asked);
    }

    [System.Runtime.InteropServices.UnmanagedCallersOnly]
    private static void Nothing()
    {
    }

    private static unsafe nint Fake() => (nint)(delegate* unmanaged<void>)&Nothing;
}
