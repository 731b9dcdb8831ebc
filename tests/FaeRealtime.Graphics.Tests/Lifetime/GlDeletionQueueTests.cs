using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Graphics.Textures;

namespace FaeRealtime.Graphics.Tests.Lifetime;

[Collection(GlTests.Name)]
public sealed class GlDeletionQueueTests
{
    [Fact]
    public void Dispose_OnTheGlThread_DeletesAtOnce()
    {
        using var scene = new GlScene();
        var texture = SharedTexture.Create(scene.Gl, 4, 4);
        var name = texture.Name;
        Assert.True(scene.Gl.IsTexture(name));
        texture.Dispose();
        Assert.False(scene.Gl.IsTexture(name));
        texture.Dispose();
        Assert.Throws<ObjectDisposedException>(() => texture.Name);
    }

    [Fact]
    public void Dispose_OnAnotherThread_DeletesAtTheNextUpload()
    {
        using var scene = new GlScene();
        using var other = SharedTexture.Create(scene.Gl, 1, 1);
        var texture = SharedTexture.Create(scene.Gl, 4, 4, UploadPath.PixelBuffers);
        var (live, name) = (GlObjects.LiveCount, texture.Name);
        OtherThread.Run(texture.Dispose);
        Assert.Equal(live, GlObjects.LiveCount);
        Assert.Equal(4, GlDeletionQueue.For(scene.Gl).Count);
        Assert.True(scene.Gl.IsTexture(name));
        other.Upload([1, 2, 3, 4]);
        Assert.Equal(live - 4, GlObjects.LiveCount);
        Assert.False(scene.Gl.IsTexture(name));
    }

    [Fact]
    public void Dispose_WhileAnotherContextIsCurrent_SparesItsObjects()
    {
        using var scene = new GlScene();
        var texture = SharedTexture.Create(scene.Gl, 4, 4);
        var name = texture.Name;
        using (var second = new GlScene())
        {
            using var same = SharedTexture.Create(second.Gl, 4, 4);
            Assert.Equal(name, same.Name);
            texture.Dispose();
            Assert.True(second.Gl.IsTexture(same.Name));
        }

        scene.Context.MakeCurrent();
        Assert.True(scene.Gl.IsTexture(name));
        GlDeletionQueue.For(scene.Gl).Drain();
        Assert.False(scene.Gl.IsTexture(name));
    }

    [Fact]
    public void Use_ContextGone_ThrowsGraphicsException()
    {
        var scene = new GlScene();
        var texture = SharedTexture.Create(scene.Gl, 1, 1);
        var pass = PresentPass.Create(scene.Gl);
        scene.Context.Dispose();
        Assert.Throws<GraphicsException>(() => texture.Upload([1, 2, 3, 4]));
        Assert.Throws<GraphicsException>(() => pass.Draw(1, 1, 1, 1, 1, PresentOptions.Default));
        texture.Dispose();
        pass.Dispose();
    }

    [Fact]
    public void Create_NoContextCurrent_ThrowsAndLeaksNothing()
    {
        using var scene = new GlScene();
        scene.Context.ReleaseCurrent();
        var live = GlObjects.LiveCount;
        Assert.Throws<GraphicsException>(() => SharedTexture.Create(scene.Gl, 4, 4));
        Assert.Throws<GraphicsException>(() => PresentPass.Create(scene.Gl));
        Assert.Throws<GraphicsException>(() => OffscreenTarget.Create(scene.Gl, 4, 4));
        Assert.Equal(live, GlObjects.LiveCount);
    }

    [Fact]
    public void Dispose_AnyOrderAndThread_LeavesNothing()
    {
        const int Seed = 17;
        var random = new Random(Seed);
        for (var round = 0; round < 12; round++)
        {
            var before = GlObjects.LiveCount;
            var context = EglContext.CreateSurfaceless();
            IDisposable[] parts = [SharedTexture.Create(context.Gl, 4, 4, UploadPath.PixelBuffers), PresentPass.Create(context.Gl), HudPass.Create(context.Gl), OffscreenTarget.Create(context.Gl, 4, 4), context];
            parts = [.. parts, .. parts];
            random.Shuffle(parts);
            foreach (var part in parts)
            {
                if (random.Next(2) == 0)
                {
                    OtherThread.Run(part.Dispose);
                }
                else
                {
                    part.Dispose();
                }
            }

            Assert.True(before == GlObjects.LiveCount, $"seed {Seed}, round {round}: {GlObjects.LiveCount - before} objects left");
        }
    }
}
