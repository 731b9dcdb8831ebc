using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Presenting;
using Silk.NET.OpenGL;

namespace FaeRealtime.Graphics.Tests.Presenting;

[Collection(GlTests.Name)]
public sealed class PixelReadRingTests
{
    [Fact]
    public void Take_PicturesOfSeveralSizes_GivesEachAsItWasWhenItWasBegun()
    {
        using var context = EglContext.CreateSurfaceless();
        using var small = OffscreenTarget.Create(context.Gl, 3, 2);
        using var large = OffscreenTarget.Create(context.Gl, 5, 4);
        using var ring = PixelReadRing.Create(context.Gl);
        Assert.Equal(0, ring.TryTake([], waits: true));
        for (var round = 0; round < 3; round++)
        {
            Draw(context.Gl, small, 10);
            Assert.True(ring.TryBegin(small));
            Draw(context.Gl, small, 20);
            Assert.True(ring.TryBegin(small));
            Draw(context.Gl, large, 30);
            Assert.True(ring.TryBegin(large));
            Draw(context.Gl, large, 40);
            Assert.False(ring.TryBegin(large));

            Assert.Equal([10, 20, 30], Enumerable.Range(0, 3).Select(_ => Take(ring)));
            Assert.Equal((0, 0), (ring.Count, ring.NextLength));
        }
    }

    /// <summary>An application may read into a buffer of its own, in its own way, before and after.</summary>
    [Fact]
    public void Begin_WithTheApplicationsState_PutsItBack()
    {
        using var context = EglContext.CreateSurfaceless();
        var gl = context.Gl;
        using var target = OffscreenTarget.Create(gl, 4, 4);
        using var ring = PixelReadRing.Create(gl);
        var buffer = gl.GenBuffer();
        gl.BindBuffer(BufferTargetARB.PixelPackBuffer, buffer);
        gl.PixelStore(PixelStoreParameter.PackRowLength, 7);
        gl.PixelStore(PixelStoreParameter.PackSkipRows, 2);
        Draw(gl, target, 50);
        ring.TryBegin(target);
        Assert.Equal(50, Take(ring));
        Assert.Equal((int)buffer, gl.GetInteger(GLEnum.PixelPackBufferBinding));
        Assert.Equal((7, 2), (gl.GetInteger(GLEnum.PackRowLength), gl.GetInteger(GLEnum.PackSkipRows)));
        Assert.Equal(GLEnum.NoError, gl.GetError());
    }

    // The lowest row on the screen is darker by one.
    private static void Draw(GL gl, OffscreenTarget target, byte value)
    {
        target.Bind();
        gl.ClearColor(value / 255f, 0, 0, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        gl.Enable(EnableCap.ScissorTest);
        gl.Scissor(0, 0, (uint)target.Width, 1);
        gl.ClearColor((value - 1) / 255f, 0, 0, 1);
        gl.Clear(ClearBufferMask.ColorBufferBit);
        gl.Disable(EnableCap.ScissorTest);
    }

    private static int Take(PixelReadRing ring)
    {
        var pixels = new byte[ring.NextLength];
        Assert.Equal(pixels.Length, ring.TryTake(pixels, waits: true));
        Assert.Equal(pixels[0] - 1, pixels[^4]);
        return pixels[0];
    }
}
