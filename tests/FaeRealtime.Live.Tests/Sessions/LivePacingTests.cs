using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class LivePacingTests
{
    [Fact]
    public void Update_SlowConsumer_GetsTheLatestAndCountsDrops()
    {
        using var session = Open(TestParameters.Of(speed: 8, fps: 240));
        long last = -1;
        var taken = 0;
        while (session.ReadStatistics().Dropped < 10)
        {
            // Ten frames pass before the consumer looks again.
            var seen = session.ReadStatistics().Dropped;
            while (session.ReadStatistics().Dropped < seen + 3)
            {
                Thread.Yield();
            }

            Assert.True(session.Update());
            session.TryGetFrame(out var frame);
            Assert.True(frame.Index > last + 1);
            last = frame.Index;
            taken++;
        }

        Assert.InRange(taken, 1, 4);
    }

    [Fact]
    public void Apply_FasterThanTheFrameRate_MakesNoMoreFrames()
    {
        const double Fps = 20;
        using var session = Open(TestParameters.Of(space: SourceSpace.Noise, speed: 1, fps: Fps));
        Assert.True(session.WaitForFrame(Patience.Long));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var changes = 0;
        while (clock.Elapsed < TimeSpan.FromSeconds(0.6))
        {
            var now = session.Parameters!;
            session.Apply(now with { Source = now.Source with { X = ++changes / 1000.0 } });
            Thread.Yield();
        }

        var most = (clock.Elapsed.TotalSeconds * Fps) + 3;
        session.Update();
        Assert.True(session.TryGetFrame(out var frame));
        Assert.True(changes > 100, $"{changes} changes");
        Assert.InRange(frame.Index, 2, most);
    }

    [Fact]
    public void Update_Paused_MakesNoFrames()
    {
        using var session = Open(TestParameters.Of(paused: true, fps: 240));
        Assert.True(session.WaitForFrame(Patience.Long));
        Assert.True(session.Update());
        Assert.False(session.WaitForFrame(TimeSpan.FromMilliseconds(150)));

        session.Apply(TestParameters.Of(speed: 8, fps: 240));
        Assert.True(session.WaitForFrame(Patience.Long));
    }

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Feature)]
    public void Apply_ClassAndSeedWhileRunning_LeavesFromThePictureShown(SourceSpace space)
    {
        using var session = Open(TestParameters.Of(space: space, speed: 0.05, fps: 240));
        Assert.True(session.WaitForFrame(Patience.Long));
        Assert.True(session.Update());
        var before = session.Pixels[0];
        session.Apply(TestParameters.Of(seed: 99, space: space, speed: 0.05, fps: 240, kind: 2));
        var previous = before;
        for (var i = 0; i < 5 && session.WaitForFrame(TimeSpan.FromMilliseconds(200)); i++)
        {
            Assert.True(session.Update());
            Assert.InRange(session.Pixels[0], previous - 30, previous + 30);
            previous = session.Pixels[0];
        }
    }

    [Fact]
    public void Update_Steady_AllocatesNothingOnItsThread()
    {
        using var session = Open(TestParameters.Of(speed: 8, fps: 240));
        Turn(session, 20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Turn(session, 60);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static LatentSession Open(SessionParameters parameters)
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = parameters });
        session.WaitForEngine(Patience.Long);
        return session;
    }

    private static void Turn(LatentSession session, int times)
    {
        for (var i = 0; i < times; i++)
        {
            session.WaitForFrame(Patience.Long);
            if (session.Update())
            {
                session.ReportPresented(TimeSpan.FromMilliseconds(1));
            }
        }
    }
}
