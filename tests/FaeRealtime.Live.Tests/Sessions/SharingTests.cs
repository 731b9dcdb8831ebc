using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Graphics.Lifetime;
using FaeRealtime.Graphics.Presenting;
using FaeRealtime.Live.Frames;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>The way of frames from device memory into the texture, over a device that is not there.</summary>
public sealed class SharingTests
{
    private const int Side = 48;
    private readonly DeviceFakeEngine.Memory _memory = new();

    [Fact]
    public void Update_DeviceEngine_SharesAfterTheFirstFrameAndCountsNoHostBytes()
    {
        var sharing = new FakeSharing(_memory);
        using var scene = EglContext.CreateSurfaceless();
        using var session = Open(sharing, out _);
        session.WaitForEngine(Patience.Long);
        session.Attach(scene.Gl);
        Assert.Equal(SharingPath.None, session.Sharing.Path);
        var changes = 0;
        session.TextureChanged += (_, _) => changes++;
        for (var i = 0; i < 5; i++)
        {
            Assert.True(session.Update(0.1));
        }

        Assert.Equal(new SharingStatus(SharingPath.Device, "device 0"), session.Sharing);
        Assert.Equal(0, session.ReadStatistics().HostPixelBytes);
        Assert.True(session.Pixels.IsEmpty);
        Assert.Equal((1, 1), (sharing.Opened, changes));
        Assert.Null(_memory.Fault);

        // The picture is waited for before its slot goes back, that is before the next is read.
        Assert.Equal(["read", "wait", "read", "wait", "read", "wait", "read", "wait", "read"], sharing.Events);
    }

    [Fact]
    public void Update_SharedOrThroughTheHost_ShowsTheSamePicture()
    {
        using var scene = EglContext.CreateSurfaceless();
        using var renderer = SessionRenderer.Create(scene.Gl);
        using var target = OffscreenTarget.Create(scene.Gl, Side, Side);
        var pictures = new[] { null, "no such device" }.Select(refusal =>
        {
            using var session = Open(new FakeSharing(_memory) { Refusal = refusal }, out _);
            session.WaitForEngine(Patience.Long);
            session.Attach(scene.Gl);
            session.Update(0.0);
            Assert.True(session.Update(0.7));
            target.Bind();
            renderer.Draw(session, Side, Side);
            var pixels = new byte[Side * Side * 4];
            target.ReadPixels(pixels);
            Assert.Equal(refusal is null ? SharingPath.Device : SharingPath.Host, session.Sharing.Path);
            return pixels;
        }).ToArray();
        Assert.Equal(pictures[0], pictures[1]);
        Assert.Contains(pictures[0], value => value is not 0 and not 255);
    }

    [Fact]
    public void Update_ContextCannotShare_GoesThroughTheHostAndSaysWhy()
    {
        var sharing = new FakeSharing(_memory) { Refusal = "OpenGL runs on another GPU" };
        using var scene = EglContext.CreateSurfaceless();
        using var session = Open(sharing, out var engines);
        session.Attach(scene.Gl);
        for (var i = 0; i < 4; i++)
        {
            Assert.True(session.Update(0.1));
        }

        Assert.Equal(new SharingStatus(SharingPath.Host, "OpenGL runs on another GPU"), session.Sharing);
        Assert.Equal((1, 4, 0), (sharing.Opened, engines[0].HostFrames, engines[0].DeviceFrames));
        Assert.Equal(4 * engines[0].Info.ImageSize * engines[0].Info.ImageSize * 4, session.ReadStatistics().HostPixelBytes);
        session.ResetStatistics();
        Assert.Equal(0, session.ReadStatistics().HostPixelBytes);
    }

    [Fact]
    public void Update_HostEngine_NeverAsksForSharing()
    {
        var sharing = new FakeSharing(_memory);
        using var scene = EglContext.CreateSurfaceless();
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact, Sharing = sharing });
        session.Attach(scene.Gl);
        session.Update(0.1);
        session.Update(0.1);
        Assert.Equal((0, SharingPath.Host), (sharing.Opened, session.Sharing.Path));
        Assert.Contains("host memory", session.Sharing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_CopyFails_FallsBackToTheHostWithItsReason()
    {
        var sharing = new FakeSharing(_memory) { FailsAt = 2 };
        using var scene = EglContext.CreateSurfaceless();
        using var session = Open(sharing, out var engines);
        session.WaitForEngine(Patience.Long);
        session.Attach(scene.Gl);
        Assert.True(session.Update(0.1));
        Assert.True(session.Update(0.1));
        Assert.False(session.Update(0.1));
        Assert.True(session.Update(0.1));
        Assert.Equal(new SharingStatus(SharingPath.Host, "The device is lost"), session.Sharing);
        Assert.Equal((3, 1), (engines[0].DeviceFrames, engines[0].HostFrames));
        Assert.NotEqual(0u, session.ColorTexture);
        Assert.Equal(1, sharing.Opened);
    }

    [Fact]
    public void Reload_WhileShared_WaitsBeforeTheMemoryIsFreedAndSharesAgain()
    {
        var sharing = new FakeSharing(_memory);
        using var scene = EglContext.CreateSurfaceless();
        using var session = Open(sharing, out var engines);
        session.WaitForEngine(Patience.Long);
        session.Attach(scene.Gl);
        for (var round = 1; round <= 3; round++)
        {
            Assert.True(session.Update(0.1));
            Assert.True(session.Update(0.1));
            Assert.Equal(SharingPath.Device, session.Sharing.Path);
            session.Reload();
            session.WaitForEngine(Patience.Long);
            Assert.Equal(round + 1, engines.Count);
        }

        Assert.Null(_memory.Fault);
        Assert.Equal(1, sharing.Opened);
        Assert.DoesNotContain("close", sharing.Events);
    }

    [Fact]
    public void Update_LivePacing_NeverPaintsWhatIsRead()
    {
        const int Frames = 400;
        var sharing = new FakeSharing(_memory);
        using var scene = EglContext.CreateSurfaceless();
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => new DeviceFakeEngine(_memory),
            Parameters = TestParameters.Of(speed: 8, fps: PacingParameters.MaximumFps),
            Sharing = sharing,
        });
        session.Attach(scene.Gl);
        for (var taken = 0; taken < Frames;)
        {
            taken += session.WaitForFrame(Patience.Long) && session.Update() ? 1 : 0;
        }

        session.Dispose();
        Assert.Null(_memory.Fault);
        Assert.Equal("free", sharing.Events.Last(entry => entry is "free" or "read"));
    }

    [Fact]
    public void Detach_WhileShared_ClosesTheDeviceFirstAndGoesOnInHostMemory()
    {
        var before = GlObjects.LiveCount;
        var sharing = new FakeSharing(_memory);
        using var scene = EglContext.CreateSurfaceless();
        using var session = Open(sharing, out _);
        session.WaitForEngine(Patience.Long);
        session.Attach(scene.Gl);
        Assert.True(session.Update(0.1));
        session.Detach();
        Assert.Equal(["read", "wait", "close"], sharing.Events);
        Assert.Equal((SharingPath.None, 0u), (session.Sharing.Path, session.ColorTexture));
        Assert.True(session.Update(0.1));
        Assert.False(session.Pixels.IsEmpty);
        Assert.Equal(before, GlObjects.LiveCount);
    }

    [Fact]
    public void Update_PausedWhenTheWayOpens_PaintsThePictureAgainOnTheDevice()
    {
        var sharing = new FakeSharing(_memory);
        using var scene = EglContext.CreateSurfaceless();
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => new DeviceFakeEngine(_memory),
            Parameters = TestParameters.Of(paused: true),
            Sharing = sharing,
        });
        Assert.True(session.WaitForFrame(Patience.Long));
        Assert.True(session.Update());
        session.Attach(scene.Gl);

        // The frame that opening the way asks for may be there before this very call takes one.
        if (!session.Update())
        {
            Assert.True(session.WaitForFrame(Patience.Long));
            Assert.True(session.Update());
        }

        Assert.NotEqual(0u, session.ColorTexture);
        Assert.True(session.Pixels.IsEmpty);
    }

    private LatentSession Open(FakeSharing sharing, out List<DeviceFakeEngine> engines)
    {
        List<DeviceFakeEngine> opened = [];
        engines = opened;
        return LatentSession.Create(new SessionOptions
        {
            OpenEngine = () =>
            {
                opened.Add(new DeviceFakeEngine(_memory));
                return opened[^1];
            },
            Pacing = PacingMode.Exact,
            Sharing = sharing,
        });
    }
}
