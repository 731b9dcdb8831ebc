using FaeRealtime.Core.Folders;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Live.Frames;
using FaeRealtime.Engines;
using FaeRealtime.Engines.Torch;
using FaeRealtime.Live.Parameters;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>Space feature: keys are decoded once, frames painted between their features.</summary>
public sealed class FeatureSpaceTests : IDisposable
{
    private const double Step = 0.25;

    private readonly TemporaryFolder _folder = new();
    private readonly ModelFolder _model;

    public FeatureSpaceTests() => _model = TestModel.Create(_folder.At("model"));

    public static TheoryData<SourceSpace, SourceSpace> SpacePairs => new()
    {
        { SourceSpace.Latent, SourceSpace.Feature },
        { SourceSpace.Feature, SourceSpace.Latent },
        { SourceSpace.Noise, SourceSpace.Feature },
        { SourceSpace.Feature, SourceSpace.Noise },
        { SourceSpace.Feature, SourceSpace.Feature },
    };

    [Theory]
    [InlineData(SourceMode.Walk, SourceKeys.Generated, false)]
    [InlineData(SourceMode.Walk, SourceKeys.Generated, true)]
    [InlineData(SourceMode.Loop, SourceKeys.Generated, false)]
    [InlineData(SourceMode.Walk, SourceKeys.Samples, false)]
    public void Update_AlongKeys_ShowsTheLatentsPicturesAtKeysAndOthersBetween(SourceMode mode, SourceKeys keys, bool torchEngine)
    {
        var parameters = TestParameters.Of(seed: 4, mode: mode, keys: keys, loopKeys: 3, speed: 1, steps: 2, mix: true);
        using var latent = Open(parameters, torchEngine);
        using var feature = Open(In(parameters, SourceSpace.Feature), torchEngine);
        for (var frame = 0; frame <= 16; frame++)
        {
            latent.Update(frame == 0 ? 0 : Step);
            feature.Update(frame == 0 ? 0 : Step);
            Assert.Equal(latent.Latent, feature.Latent);
            Assert.True(latent.Features.IsEmpty);
            Assert.Equal(feature.Info!.FeatureLength, feature.Features.Length);
            Assert.Equal(frame % 4 == 0, latent.Pixels.SequenceEqual(feature.Pixels));
        }
    }

    [Fact]
    public void Update_ManyFrames_DecodesFeaturesOnceAKeyAndNoLatent()
    {
        CountingEngine? engine = null;
        using var session = Session(() => engine = new CountingEngine(), TestParameters.Of(space: SourceSpace.Feature, speed: 1));
        for (var frame = 0; frame < 50; frame++)
        {
            session.Update(frame == 0 ? 0 : 0.1);
        }

        // Frames lie at 0 to 4.9: keys 0 to 5.
        Assert.Equal((6, 50, 0), (engine!.FeatureDecodings, engine.Paintings, engine.Decodings));
    }

    [Theory]
    [MemberData(nameof(SpacePairs))]
    public void Apply_OtherSpaceAndSeed_FadesWithoutACutToTheOthersPicture(SourceSpace from, SourceSpace to)
    {
        var start = TestParameters.Of(seed: 3, space: from, mode: SourceMode.Fixed, steps: 2, transition: 1.0);
        var end = TestParameters.Of(seed: 99, space: to, mode: SourceMode.Fixed, steps: 2, transition: 1.0);
        using var session = Open(start);
        using var target = Open(end);
        session.Update();
        target.Update();
        var (before, after) = (session.Pixels.ToArray(), target.Pixels.ToArray());
        session.Apply(end);
        var course = new List<byte[]> { before };
        for (var frame = 0; frame < 61; frame++)
        {
            session.Update(1.0 / 60.0);
            course.Add(session.Pixels.ToArray());
        }

        // Eased over 60 frames, the steepest step is 1.5 to 1.9 times the even one.
        var whole = Difference(before, after);
        Assert.True(whole > 5.0, $"the ends differ by {whole}");
        Assert.All(course.Zip(course.Skip(1)), pair => Assert.InRange(Difference(pair.First, pair.Second), 0.0, 0.08 * whole));
        Assert.Equal(after, course[^1]);
        Assert.Equal(to == SourceSpace.Feature, !session.Features.IsEmpty);
    }

    [Fact]
    public void Apply_OtherSpaceAtAKey_KeepsThePicture()
    {
        var start = TestParameters.Of(seed: 3, mode: SourceMode.Fixed, steps: 2, transition: 0.5);
        using var session = Open(start);
        session.Update();
        var before = session.Pixels.ToArray();
        foreach (var space in (SourceSpace[])[SourceSpace.Feature, SourceSpace.Latent])
        {
            session.Apply(In(start, space));
            for (var frame = 0; frame < 40; frame++)
            {
                session.Update(1.0 / 60.0);
                Assert.InRange(before.Zip(session.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0, 1);
            }
        }
    }

    [Theory]
    [InlineData(OutputView.Latent)]
    [InlineData(OutputView.Features)]
    [InlineData(OutputView.Steps)]
    public void Update_View_ShowsWhatSpaceLatentShowsAtAKey(OutputView view)
    {
        var parameters = TestParameters.Of(seed: 3, mode: SourceMode.Fixed, steps: 2) with { Output = new OutputParameters { View = view } };
        using var latent = Open(parameters);
        using var feature = Open(In(parameters, SourceSpace.Feature));
        latent.Update();
        feature.Update();
        Assert.Equal(latent.Pixels, feature.Pixels);
    }

    [Fact]
    public void Update_DeviceEngine_PaintsFeaturesOnTheDevice()
    {
        var memory = new DeviceFakeEngine.Memory();
        DeviceFakeEngine? engine = null;
        using var scene = EglContext.CreateSurfaceless();
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => engine = new DeviceFakeEngine(memory), Pacing = PacingMode.Exact, Sharing = new FakeSharing(memory), Parameters = TestParameters.Of(space: SourceSpace.Feature, speed: 1),
        });
        session.WaitForEngine(Patience.Long);
        session.Attach(scene.Gl);
        for (var frame = 0; frame < 8; frame++)
        {
            Assert.True(session.Update(0.1));
        }

        Assert.Equal(SharingPath.Device, session.Sharing.Path);
        Assert.True(engine!.DeviceFeatureFrames > 4, $"{engine.DeviceFeatureFrames} frames");
        Assert.Null(memory.Fault);
    }

    [Fact]
    public void Play_RecordedSet_RepeatsTheSession()
    {
        var start = TestParameters.Of(seed: 5, space: SourceSpace.Feature, speed: 2, steps: 2, transition: 0.1);
        using var session = Open(start);
        var control = session.Control;
        control.StartRecording();
        List<byte[]> shown = [];
        for (var frame = 0; frame < 30; frame++)
        {
            if (frame == 12)
            {
                control.Set("source/space", (int)SourceSpace.Latent);
            }

            session.Update(0.04);
            shown.Add(session.Pixels.ToArray());
        }

        var set = control.StopRecording()!;
        using var again = Session(Engine(torchEngine: false), set.Parameters);
        var player = new SessionReplay(set, again);
        foreach (var picture in shown)
        {
            Assert.True(player.Next(0.04));
            Assert.Equal(picture, again.Pixels);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static double Difference(byte[] a, byte[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    private static SessionParameters In(SessionParameters parameters, SourceSpace space) => parameters with { Source = parameters.Source with { Space = space } };

    private Func<IFrameEngine> Engine(bool torchEngine) => torchEngine
        ? () => TorchFrameEngine.Open(new TorchEngineOptions(_model, torch.CPU) { Threads = 1 })
        : () => CpuFrameEngine.Open(new CpuEngineOptions(_model) { Threads = 1 });

    private LatentSession Open(SessionParameters parameters, bool torchEngine = false) => Session(Engine(torchEngine), parameters);

    private static LatentSession Session(Func<IFrameEngine> engine, SessionParameters parameters)
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = engine, Parameters = parameters, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        return session;
    }
}
