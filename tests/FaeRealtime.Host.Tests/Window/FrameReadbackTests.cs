using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;

namespace FaeRealtime.Host.Tests.Window;

[Collection(AloneTests.Name)]
public sealed class FrameReadbackTests
{
    [Fact]
    public void Read_PictureInATextureOnly_GivesThePixelsOfTheHostPath()
    {
        using var context = EglContext.CreateSurfaceless();
        using var renderer = SessionRenderer.Create(context.Gl);
        var pictures = new[] { false, true }.Select(shared =>
        {
            var memory = new DeviceFakeEngine.Memory();
            using var session = LatentSession.Create(new SessionOptions
            {
                OpenEngine = () => new DeviceFakeEngine(memory),
                Pacing = PacingMode.Exact,
                Sharing = new FakeSharing(memory) { Refusal = shared ? null : "no device" },
                Parameters = new SessionParameters(),
            });
            session.WaitForEngine(Patience.Long);
            session.Attach(context.Gl);
            using var readback = new FrameReadback(session, renderer, context.Gl);
            Assert.True(readback.Read(out _, out _).IsEmpty);
            session.Update(0.0);
            session.Update(0.5);
            Assert.Equal(shared, session.Pixels.IsEmpty);
            var pixels = readback.Read(out var width, out var height).ToArray();
            Assert.Equal((32, 32), (width, height));
            return pixels.Where((_, i) => i % 4 != 3).ToArray();
        }).ToArray();
        Assert.Equal(pictures[0], pictures[1]);
    }
}
