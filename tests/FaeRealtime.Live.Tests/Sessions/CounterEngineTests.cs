using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class CounterEngineTests
{
    [Fact]
    public void Update_LivePacing_EveryPictureOnTheScreenIsItsFrame()
    {
        const int Frames = 300;
        using var scene = EglContext.CreateSurfaceless();
        using var renderer = SessionRenderer.Create(scene.Gl);
        var side = new FakeEngine().Info.ImageSize;
        using var target = OffscreenTarget.Create(scene.Gl, side, side);
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => CounterEngine.Open(new FakeEngine().Info),
            Parameters = TestParameters.Of(space: SourceSpace.Noise, speed: 8, fps: PacingParameters.MaximumFps),
        });
        session.Attach(scene.Gl);
        var pixels = new byte[4 * side * side];
        for (var taken = 0; taken < Frames;)
        {
            if (session.WaitForFrame(Patience.Long) && session.Update() && session.TryGetFrame(out var frame))
            {
                target.Bind();
                renderer.Draw(session, side, side);
                target.ReadPixels(pixels);
                Assert.True(CounterEngine.Shows(pixels, frame.Index), $"frame {frame.Index} shows {pixels[0]}, {pixels[1]}");
                taken++;
            }
        }
    }
}
