using FaeRealtime.Core.Errors;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class ModelSwapTests
{
    [Fact]
    public void Apply_OtherModel_RunsTheOldOneUntilTheNewOneIsOpen()
    {
        using var opens = new ManualResetEventSlim();
        var (first, second) = (new FakeEngine(), new FakeEngine());
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => first, Models = name => Wait(opens, name == "second" ? second : new FakeEngine()), Parameters = TestParameters.Of(speed: 8, fps: 500) });
        session.WaitForEngine(Patience.Long);
        session.Apply(session.Parameters! with { Model = "second" });
        Assert.Equal("second", session.OpeningModel);
        Present(session, 20);
        Assert.Same(first.Info, session.Info);
        Assert.Equal((SessionState.Running, 0), (session.State, first.Disposals));

        opens.Set();
        PresentUntil(session, () => ReferenceEquals(session.Info, second.Info));
        Present(session, 5);
        Assert.Null(session.OpeningModel);
        PresentUntil(session, () => first.Disposals == 1);
        Assert.Equal(("second", 0), (session.Parameters!.Model, second.Disposals));
        session.Dispose();
        Assert.Equal((1, 1), (first.Disposals, second.Disposals));
    }

    [Fact]
    public void Apply_ModelThatCannotOpen_KeepsTheOldOneAndSaysWhy()
    {
        var logger = new CountingLogger();
        var first = new FakeEngine();
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => first, Models = _ => throw new CheckpointException("damaged"), Parameters = TestParameters.Of(speed: 8, fps: 500), Logger = logger });
        session.WaitForEngine(Patience.Long);
        session.Apply(session.Parameters! with { Model = "second" });
        PresentUntil(session, () => session.Failure is not null);

        Assert.Equal("damaged", session.Failure!.Message);
        Assert.Equal((SessionState.Running, string.Empty, 1), (session.State, session.Parameters!.Model, logger.Errors));
        Present(session, 20);
        Assert.Equal(0, first.Disposals);
    }

    [Fact]
    public void Apply_WhileAnotherModelOpens_ChecksByTheModelThatItIsFor()
    {
        using var opens = new ManualResetEventSlim();
        var second = new FakeEngine();
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Models = _ => Wait(opens, second), Parameters = TestParameters.Of(speed: 8, fps: 500) });
        session.WaitForEngine(Patience.Long);
        var (own, other) = (session.Parameters!, session.Parameters! with { Model = "second" });
        session.Apply(other);

        // How many classes the second has is not known yet.
        session.Apply(other with { Condition = other.Condition.Only(7) });
        Assert.Contains("class 7", Assert.Throws<ConfigException>(() => session.Apply(own with { Condition = own.Condition.Only(7) })).Message, StringComparison.Ordinal);
        session.Apply(other with { Condition = other.Condition.Only(1) });
        opens.Set();
        PresentUntil(session, () => ReferenceEquals(session.Info, second.Info));
    }

    [Fact]
    public void Failure_OfARefusedModel_IsForgottenByAChangeMuchLater()
    {
        var clock = new SettableClock();
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Models = _ => throw new CheckpointException("damaged"), Parameters = TestParameters.Of(paused: true), Clock = clock });
        session.WaitForEngine(Patience.Long);
        session.Apply(session.Parameters! with { Model = "second" });
        SpinWait.SpinUntil(() => session.Failure is not null, Patience.Long);
        session.Apply(session.Parameters! with { Blackout = true });
        Assert.NotNull(session.Failure);
        clock.Pass(11);
        Assert.NotNull(session.Failure);
        session.Apply(session.Parameters! with { Blackout = false });
        Assert.Null(session.Failure);
    }

    [Fact]
    public void Apply_ModelsOneAfterAnother_EndsWithTheLast()
    {
        var engines = new System.Collections.Concurrent.ConcurrentDictionary<string, FakeEngine>();
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Models = name => engines.GetOrAdd(name, _ => new FakeEngine()), Parameters = TestParameters.Of(speed: 8, fps: 500) });
        session.WaitForEngine(Patience.Long);
        for (var i = 0; i < 30; i++)
        {
            session.Apply(session.Parameters! with { Model = $"model {i}" });
        }

        PresentUntil(session, () => engines.TryGetValue("model 29", out var last) && ReferenceEquals(session.Info, last.Info));
        session.Dispose();
        Assert.All(engines.Values, engine => Assert.Equal(1, engine.Disposals));
    }

    [Fact]
    public void Apply_OtherModelInExactPacing_ChangesBetweenTwoFrames()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Models = _ => new FakeEngine { FailsAt = 2 }, Pacing = PacingMode.Exact, Parameters = TestParameters.Of() });
        session.Update(0.1);
        var before = session.Info;
        session.Apply(session.Parameters! with { Model = "second" });
        session.Update(0.1);

        Assert.NotSame(before, session.Info);
        session.Update(0.1);
        Assert.Throws<CheckpointException>(() => session.Update(0.1));
        session.Apply(session.Parameters! with { Model = string.Empty });
        Assert.True(session.Update(0.1));
    }

    [Fact]
    public void Apply_ModelWhereThereIsOne_Refused()
    {
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = TestParameters.Of() });
        session.WaitForEngine(Patience.Long);

        Assert.Contains("one model", Assert.Throws<ConfigException>(() => session.Apply(TestParameters.Of() with { Model = "second" })).Message, StringComparison.Ordinal);
    }

    private static FakeEngine Wait(ManualResetEventSlim opens, FakeEngine engine)
    {
        Assert.True(opens.Wait(Patience.Long));
        return engine;
    }

    private static void Present(LatentSession session, int frames)
    {
        for (var i = 0; i < frames;)
        {
            i += session.WaitForFrame(Patience.Long) && session.Update() ? 1 : 0;
        }
    }

    private static void PresentUntil(LatentSession session, Func<bool> ends)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!ends())
        {
            Assert.True(clock.Elapsed < Patience.Long);
            session.WaitForFrame(TimeSpan.FromMilliseconds(20));
            session.Update();
        }
    }
}
