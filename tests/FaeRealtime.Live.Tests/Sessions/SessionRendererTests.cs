using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Presenting;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class SessionRendererTests
{
    private const int Side = 64;

    [Fact]
    public void Draw_Frame_ShowsItsPixelsAndNothingBefore()
    {
        using var context = EglContext.CreateSurfaceless();
        using var renderer = SessionRenderer.Create(context.Gl);
        using var target = OffscreenTarget.Create(context.Gl, Side, Side);
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact });
        session.Attach(context.Gl);
        Assert.All(Shot(), pixel => Assert.Equal(0, pixel.Red));

        Assert.True(session.Update());
        var grey = session.Pixels[0];
        Assert.NotEqual(0, grey);
        Assert.All(Shot(), pixel => Assert.Equal(grey, pixel.Red));

        List<(byte Red, byte Alpha)> Shot()
        {
            target.Bind();
            renderer.Draw(session, Side, Side);
            var bytes = new byte[Side * Side * 4];
            target.ReadPixels(bytes);
            return [.. Enumerable.Range(0, Side * Side).Select(i => (bytes[i * 4], bytes[(i * 4) + 3]))];
        }
    }

    [Fact]
    public void Draw_WithText_ChangesTheCornerAndAllocatesNothing()
    {
        using var context = EglContext.CreateSurfaceless();
        using var renderer = SessionRenderer.Create(context.Gl);
        using var target = OffscreenTarget.Create(context.Gl, Side, Side);
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact });
        session.Attach(context.Gl);
        Assert.True(session.Update());
        target.Bind();
        renderer.Draw(session, Side, Side, "FAE");
        var before = GC.GetAllocatedBytesForCurrentThread();
        renderer.Draw(session, Side, Side, "FAE");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        var bytes = new byte[Side * Side * 4];
        target.ReadPixels(bytes);
        Assert.Contains(bytes.Chunk(4), pixel => pixel[0] != session.Pixels[0]);
        Assert.Equal(session.Pixels[0], bytes[^4]);
    }
}
