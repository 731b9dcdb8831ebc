using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.Textures;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.Lifetime;

/// <summary>An application's context that ends without a word, as with a window's disposal: from then on no entry point can be found, and none may be called.</summary>
[Collection(GlTests.Name)]
public sealed class ContextGoneTests
{
    [Fact]
    public void Dispose_AfterTheWindow_CallsNothing()
    {
        using var window = new Owner();
        var texture = SharedTexture.Create(window.Gl, 4, 4, UploadPath.PixelBuffers);
        var pass = PresentPass.Create(window.Gl);
        var text = HudPass.Create(window.Gl);
        var target = OffscreenTarget.Create(window.Gl, 4, 4);
        window.Close();
        texture.Dispose();
        pass.Dispose();
        text.Dispose();
        target.Dispose();
        GlDeletionQueue.For(window.Gl).Drain();
        Assert.Equal(0, window.Refused);
        Assert.NotEqual(0, GlDeletionQueue.For(window.Gl).Count);
        GlDeletionQueue.For(window.Gl).Abandon();
        Assert.Equal(0, GlDeletionQueue.For(window.Gl).Count);
        Assert.Equal(0, window.Refused);
    }

    [Fact]
    public void Use_AfterTheWindow_ThrowsGraphicsException()
    {
        using var window = new Owner();
        var texture = SharedTexture.Create(window.Gl, 1, 1);
        var pass = PresentPass.Create(window.Gl);
        window.Close();
        Assert.Contains("gone with its window", Assert.Throws<GraphicsException>(() => texture.Upload([1, 2, 3, 4])).Message, StringComparison.Ordinal);
        Assert.Throws<GraphicsException>(() => pass.Draw(1, 1, 1, 1, 1, PresentOptions.Default));
        Assert.Equal(0, window.Refused);
        GlDeletionQueue.For(window.Gl).Abandon();
        pass.Dispose();
        texture.Dispose();
    }

    [Fact]
    public void Dispose_WhileTheNextWindowIsCurrent_SparesItsObjects()
    {
        using var window = new Owner();
        var texture = SharedTexture.Create(window.Gl, 4, 4);
        var name = texture.Name;
        using var next = new Owner();
        using var same = SharedTexture.Create(next.Gl, 4, 4);
        Assert.Equal(name, same.Name);
        texture.Dispose();
        GlDeletionQueue.For(window.Gl).Drain();
        Assert.True(next.Gl.IsTexture(same.Name));
        GlDeletionQueue.For(window.Gl).Abandon();
    }

    [Fact]
    public void Dispose_ContextNotCurrentForNow_DeletesWhenItIsAgain()
    {
        using var window = new Owner();
        var texture = SharedTexture.Create(window.Gl, 4, 4);
        var name = texture.Name;
        window.Context.ReleaseCurrent();
        texture.Dispose();
        window.Context.MakeCurrent();
        Assert.True(window.Gl.IsTexture(name));
        GlDeletionQueue.For(window.Gl).Drain();
        Assert.False(window.Gl.IsTexture(name));
    }

    // The library sees entry points alone, looked up at their first call as those of a window are, and not whose they are.
    private sealed class Owner : IDisposable
    {
        private readonly EglLibrary _egl = EglLibrary.Load(EglLibrary.DefaultName);
        private bool _closed;

        public Owner()
        {
            Context = EglContext.CreateSurfaceless();
            Gl = GL.GetApi(Find);
        }

        public EglContext Context { get; }

        public GL Gl { get; }

        public int Refused { get; private set; }

        public void Close()
        {
            _closed = true;
            Context.Dispose();
        }

        public void Dispose() => Context.Dispose();

        private nint Find(string name)
        {
            Refused += _closed ? 1 : 0;
            return _closed ? throw new InvalidOperationException($"{name} is asked for in a context that is gone.") : _egl.GetProcAddress(name);
        }
    }
}
