using FaeRealtime.Core.Errors;
using FaeRealtime.Engines.Torch;
using TorchSharp;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class FailureTests
{
    [Fact]
    public void Update_EngineFailsLater_LastGoodFrameStaysAndReloadRecovers()
    {
        var engines = new List<FakeEngine>();
        var logger = new CountingLogger();
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () =>
            {
                engines.Add(new FakeEngine { FailsAt = engines.Count == 0 ? 3 : int.MaxValue });
                return engines[^1];
            },
            Parameters = TestParameters.Of(speed: 8, fps: 240),
            Logger = logger,
        });
        var last = TakeUntil(session, () => session.State == SessionState.Failed);
        Assert.NotEmpty(last);
        Assert.Equal(last, session.Pixels.ToArray());
        Assert.IsType<CheckpointException>(session.Failure);
        Assert.Equal(1, logger.Errors);
        Assert.Equal(1, engines[0].Disposals);

        session.Reload();
        session.TryGetFrame(out var before);
        Assert.True(session.WaitForFrame(Patience.Long));
        Assert.True(session.Update());
        Assert.Equal(SessionState.Running, session.State);
        Assert.Null(session.Failure);
        Assert.Equal(1, logger.Errors);
    }

    [Fact]
    public void Update_NotANumberWeights_FailsNamingTheFile()
    {
        using var folder = new TemporaryFolder();
        var sound = TestModel.Create(folder.At("model"));
        var path = sound.Path;
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => TorchFrameEngine.Open(new TorchEngineOptions(Core.Folders.ModelFolder.Open(path), torch.CPU) { Threads = 1 }),
            Pacing = PacingMode.Exact,
            Parameters = TestParameters.Of(steps: 2),
        });
        Assert.True(session.Update());
        var good = session.Pixels.ToArray();

        TestModel.Create(path, spoiled: float.NaN);
        session.Reload();
        var failure = Assert.Throws<CheckpointException>(() => session.Update(0.1));
        Assert.Contains("generator.safetensors", failure.Message, StringComparison.Ordinal);
        Assert.Equal(good, session.Pixels.ToArray());

        TestModel.Create(path);
        session.Reload();
        Assert.True(UpdateOnceLoaded(session));
        Assert.Equal(good, session.Pixels.ToArray());
    }

    [Fact]
    public void WaitForEngine_EngineCannotOpen_ThrowsItsFailure()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => throw new NativeException("No such device.") });
        Assert.Throws<NativeException>(() => session.WaitForEngine(Patience.Long));
        Assert.False(session.Update());
        Assert.Equal(SessionState.Failed, session.State);
    }

    [Fact]
    public void WaitForEngine_ClassBeyondTheModel_ThrowsConfigException()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = TestParameters.Of(kind: 3) });
        Assert.Throws<ConfigException>(() => session.WaitForEngine(Patience.Long));
    }

    private static bool UpdateOnceLoaded(LatentSession session)
    {
        session.WaitForEngine(Patience.Long);
        return session.Update();
    }

    private static byte[] TakeUntil(LatentSession session, Func<bool> ended)
    {
        byte[] last = [];
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!ended() && clock.Elapsed < Patience.Long)
        {
            session.WaitForFrame(TimeSpan.FromMilliseconds(50));
            last = session.Update() ? session.Pixels.ToArray() : last;
        }

        Assert.True(ended());
        return session.Update() ? session.Pixels.ToArray() : last;
    }
}
