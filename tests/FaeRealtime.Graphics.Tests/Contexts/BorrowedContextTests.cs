using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.Contexts;

[Collection(GlTests.Name)]
public sealed class BorrowedContextTests
{
    [Fact]
    public void Dispose_Always_LeavesTheApplicationsContext()
    {
        using var scene = new GlScene();
        var borrowed = BorrowedContext.Attach(scene.Gl);
        Assert.Equal(scene.Context.Renderer, borrowed.Renderer);
        borrowed.MakeCurrent();
        borrowed.ReleaseCurrent();
        borrowed.Dispose();
        borrowed.Dispose();
        using var texture = SharedTexture.Create(scene.Gl, 4, 4);
        Assert.True(scene.Gl.IsTexture(texture.Name));
    }

    [Fact]
    public void Create_NothingCurrent_Throws()
    {
        using var scene = new GlScene();
        scene.Context.ReleaseCurrent();
        Assert.Throws<GraphicsException>(() => BorrowedContext.Attach(scene.Gl));
    }

    [Fact]
    public void Abandon_ContextDestroyedByItsOwner_ForgetsWhatWasInIt()
    {
        var before = GlObjects.LiveCount;
        using var egl = EglContext.CreateSurfaceless();

        // The application's own entry points: the library does not know whose context they belong to.
        var gl = GL.GetApi(name => EglLibrary.Load(EglLibrary.DefaultName).GetProcAddress(name));
        var borrowed = BorrowedContext.Attach(gl);
        var texture = SharedTexture.Create(gl, 4, 4);
        var second = SharedTexture.Create(gl, 4, 4);
        OtherThread.Run(texture.Dispose);
        egl.Dispose();
        borrowed.Abandon();
        second.Dispose();
        Assert.Equal(before, GlObjects.LiveCount);
    }
}
