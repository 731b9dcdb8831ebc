using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Live.Engines;
using FaeRealtime.Live.Rendering;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Engines;

public sealed class CounterEngineTests
{
    [Fact]
    public void Decode_HostOrSlot_ShowsTheFramesInOrder()
    {
        using var engine = CounterEngine.Open(new FakeEngine().Info, torch.CPU, new ProcessorRuntime());
        var pixels = new byte[4 * engine.Info.ImageSize * engine.Info.ImageSize];
        for (var i = 0; i < 600; i += 2)
        {
            engine.Decode([], pixels);
            Assert.True(CounterEngine.Shows(pixels, i));
            Assert.False(CounterEngine.Shows(pixels, i + 1));
            var image = engine.Decode([], i % IDeviceFrameEngine.Slots);
            Assert.True(CounterEngine.Shows(Read(image.Address, pixels.Length), i + 1));
        }
    }

    [Fact]
    public void Update_LivePacing_EveryPictureOnTheScreenIsItsFrame()
    {
        const int Frames = 300;
        using var scene = EglContext.CreateSurfaceless();
        using var renderer = new SessionRenderer(scene.Gl);
        var side = new FakeEngine().Info.ImageSize;
        using var target = new OffscreenTarget(scene.Gl, side, side);
        using var session = LatentSession.Create(new SessionOptions
        {
            Engine = () => CounterEngine.Open(new FakeEngine().Info),
            Parameters = Wish.Of(space: SourceSpace.Noise, speed: 8, fps: PacingParameters.MaximumFps),
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

    private static unsafe byte[] Read(ulong address, int length) => new ReadOnlySpan<byte>((void*)address, length).ToArray();
}
