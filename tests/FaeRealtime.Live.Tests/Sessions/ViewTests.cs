using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Frames;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>Views of a running session.</summary>
public sealed class ViewTests
{
    private const int Side = 32;

    [Fact]
    public void Update_EveryView_HasItsSizeAndComesBackToTheSamePicture()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact, Parameters = TestParameters.Of(steps: 4, speed: 0) });
        session.WaitForEngine(Patience.Long);
        var picture = Shown(session, OutputView.Image, Side, Side);
        Shown(session, OutputView.Latent, 35, 35);
        Shown(session, OutputView.Features, Side, Side);
        Shown(session, OutputView.Steps, 5 * Side, Side);
        Assert.Equal(picture, Shown(session, OutputView.Image, Side, Side));
    }

    [Fact]
    public void Apply_ViewOfAPathAtRest_IsShown()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = TestParameters.Of(paused: true) });
        Assert.True(session.WaitForFrame(Patience.Long));
        session.Update();
        session.Apply(session.Parameters! with { Output = new OutputParameters { View = OutputView.Latent } });
        while (session.TryGetFrame(out var frame) && frame.Width != 35)
        {
            Assert.True(session.WaitForFrame(Patience.Long));
            session.Update();
        }
    }

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    public void Apply_PhaseOfALoop_ShowsTheStepsOfThePictureThatIsShown(SourceSpace space)
    {
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => new FakeEngine(),
            Pacing = PacingMode.Exact,
            Parameters = TestParameters.Of(space: space, mode: SourceMode.Loop, loopKeys: 4, speed: 0, transition: 0),
        });
        session.WaitForEngine(Patience.Long);
        HashSet<byte> levels = [];
        for (var phase = 0.0; phase < 1.0; phase += 0.25)
        {
            // The view stays while the loop is turned.
            session.Apply(session.Parameters! with { Output = new OutputParameters { View = OutputView.Steps } });
            session.Update(0.1);
            session.Apply(session.Parameters! with { Source = session.Parameters.Source with { Phase = phase } });
            session.Update(0.1);
            var steps = session.Pixels[0];
            session.Apply(session.Parameters! with { Output = new OutputParameters { View = OutputView.Image } });
            session.Update(0.1);
            Assert.Equal(session.Pixels[0], steps);
            levels.Add(steps);
        }

        Assert.True(levels.Count > 2);
    }

    [Fact]
    public void Apply_StepsOfSamples_IsRefused()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine() });
        session.WaitForEngine(Patience.Long);
        var requested = TestParameters.Of(keys: SourceKeys.Samples) with { Output = new OutputParameters { View = OutputView.Steps } };
        Assert.Contains("output/view", Assert.Throws<ConfigException>(() => session.Apply(requested)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_ViewOfADeviceEngine_GoesThroughTheHostAndSharesAgainAfterwards()
    {
        var memory = new DeviceFakeEngine.Memory();
        var sharing = new FakeSharing(memory);
        using var scene = EglContext.CreateSurfaceless();
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new DeviceFakeEngine(memory), Pacing = PacingMode.Exact, Sharing = sharing, Parameters = TestParameters.Of(steps: 2) });
        session.WaitForEngine(Patience.Long);
        session.Attach(scene.Gl);
        Update(session, OutputView.Image);
        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        Update(session, OutputView.Steps);
        Assert.True(session.TryGetFrame(out var frame));
        Assert.Equal((3 * Side, Side, 3 * Side * Side * 4), (frame.Width, frame.Height, session.Pixels.Length));
        Update(session, OutputView.Image);
        Assert.Equal((SharingPath.Device, 2), (session.Sharing.Path, sharing.Opened));
        Assert.True(session.Pixels.IsEmpty);
        Assert.Null(memory.Fault);
    }

    // Some frames, so that the way of the pictures is settled.
    private static void Update(LatentSession session, OutputView view)
    {
        session.Apply(session.Parameters! with { Output = new OutputParameters { View = view } });
        for (var i = 0; i < 4; i++)
        {
            Assert.True(session.Update(0.1));
        }
    }

    private static byte[] Shown(LatentSession session, OutputView view, int width, int height)
    {
        session.Apply(session.Parameters! with { Output = new OutputParameters { View = view } });
        Assert.True(session.Update(0.1));
        Assert.True(session.TryGetFrame(out var frame));
        Assert.Equal((width, height), (frame.Width, frame.Height));
        return session.Pixels.ToArray();
    }
}
