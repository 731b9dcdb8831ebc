using FaeRealtime.Engines;
using FaeRealtime.Engines.Gl.Tests;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Host.Window;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Tests;
using FaeRealtime.Video.Recording;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Tests.Window;

[Collection(AloneTests.Name)]
public sealed class FrameReadbackTests
{
    private const int Frames = 12;

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

    /// <summary>A recording of pictures that never leave the device by themselves: the thread that draws waits for nothing, and the file holds every frame of one that went through host memory.</summary>
    [Fact]
    public void Recording_OfDevicePictures_NeverWaitsAndMissesNothing()
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        using var context = EglContext.CreateSurfaceless();
        using var shared = GlContexts.ShareCurrent();
        var drawing = new CountingContext(context);
        var host = Record(drawing, new GlEngineOptions(model), folder.At("host"));
        var device = Record(drawing, new GlEngineOptions(model) { Context = shared }, folder.At("device"));

        Assert.Equal(Frames, device.Count);
        Assert.Equal(host, device);
        Assert.True(device.Distinct().Count() > Frames / 2);
    }

    private static List<string> Record(CountingContext drawing, FrameEngineOptions engine, string folder)
    {
        var clock = new SteppedClock();
        Directory.CreateDirectory(folder);
        using var renderer = SessionRenderer.Create(drawing.Gl);
        using var session = LatentSession.Create(new SessionOptions { Engine = engine, Pacing = PacingMode.Exact, Parameters = TestParameters.Of(seed: 5, steps: 2, speed: 8, guidance: 1) });
        session.WaitForEngine(Patience.Long);
        session.Attach(drawing.Gl);
        using var readback = new FrameReadback(session, renderer, drawing.Gl);
        using (var media = new MediaOutput(folder, new RecordingOptions(Path.Combine(folder, "%05d.png"), null), () => null, clock))
        {
            using var output = new WindowOutput(session.Control, readback, media);
            CountingContext.Reset();
            for (var i = 0; i < Frames; i++)
            {
                Turn(null);
            }

            // Before the next picture the session looks whether the copy of the one before has ended, recorded or not.
            var waits = CountingContext.Waits;
            output.StartRequested();
            CountingContext.Reset();
            for (var i = 0; i < Frames; i++)
            {
                Turn(output);
                clock.Step();
            }

            var counts = CountingContext.Counts;
            Assert.All(new[] { "Finish", "GetTexImage", "ReadPixels", "ReadnPixels", "GetBufferSubData" }, name => Assert.False(counts.ContainsKey(name), name));
            Assert.InRange(CountingContext.Waits, 0, waits + 1);
            Assert.Equal(session.Pixels.IsEmpty ? Frames : 0, counts.GetValueOrDefault("ReadPixelsIntoBuffer"));
            Assert.InRange(counts.GetValueOrDefault("GenBuffers"), 0, PixelReadRing.Capacity);
        }

        return [.. Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal).Select(Pixels)];

        void Turn(WindowOutput? to)
        {
            Assert.True(SpinWait.SpinUntil(() => session.Update(1.0 / 60), Patience.Long));
            renderer.Draw(session, 64, 64);
            to?.Offer(isNew: true);
        }
    }

    private static string Pixels(string file)
    {
        using var image = Image.Load<Rgba32>(file);
        var pixels = new byte[image.Width * image.Height * 4];
        image.CopyPixelDataTo(pixels);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(pixels));
    }

    /// <summary>A clock of the video's own rate.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => 60_000;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public void Step() => Interlocked.Add(ref _ticks, 1000);
    }
}
