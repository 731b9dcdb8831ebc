using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Generation;

public sealed class StillTests
{
    private static readonly StillRequest Wanted = new() { Seeds = [new WeightedSeed(41, 1.0)], Classes = [new WeightedClass(2, 1.0)] };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GenerateAsync_WithoutASessionsPicture_IsThatOfASessionThatStandsThere(bool drawsItsClass)
    {
        using var folder = new TemporaryFolder();
        var model = TestModel.Create(folder.At("model"));
        var request = drawsItsClass ? Wanted with { Classes = null } : Wanted;
        var busy = TestParameters.Of(seed: 9, mode: SourceMode.Loop, steps: 3, kind: 1, paused: true) with
        {
            Blackout = true,
            Output = new OutputParameters { View = OutputView.Latent },
            Coherence = new CoherenceParameters { Feedback = 0.5 },
        };
        Still still;
        using (var session = LatentSession.Create(new SessionOptions { Engine = new CpuEngineOptions(model), Pacing = PacingMode.Exact, Parameters = busy }))
        {
            still = await session.GenerateAsync(request);
        }

        using var standing = LatentSession.Create(new SessionOptions { Engine = new CpuEngineOptions(model), Pacing = PacingMode.Exact, Parameters = still.Parameters });
        Assert.True(standing.Update());
        Assert.Equal(standing.Pixels.ToArray(), still.Pixels.ToArray());
        Assert.Equal((still.Width, still.Height, still.ModelHash), (model.Config.PixelDecoder.ImageSize, model.Config.PixelDecoder.ImageSize, model.ShortHash));
        Assert.Equal(SourceMode.Fixed, still.Parameters.Source.Mode);
        Assert.Equal(3, still.Parameters.Sampler.Steps);
    }

    [Fact]
    public async Task GenerateAsync_BetweenFrames_ChangesNoFrame()
    {
        Assert.Equal(await Play(stills: false), await Play(stills: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GenerateAsync_LiveSession_IsMadeEvenWhileItRests(bool paused)
    {
        using var session = Open(PacingMode.Live, paused: paused);
        var told = new Shares();
        var still = await session.GenerateAsync(Wanted, told).WaitAsync(Patience.Long);
        var other = await session.GenerateAsync(Wanted with { Seeds = [new WeightedSeed(7, 1.0)], Sampler = new SamplerParameters { Steps = 2 } }).WaitAsync(Patience.Long);

        Assert.Equal(8 + 1, told.Values.Count);
        Assert.Equal(told.Values.Order(), told.Values);
        Assert.Equal(1.0, told.Values[^1]);
        Assert.NotEqual(still.Pixels.ToArray(), other.Pixels.ToArray());
        Assert.Equal(2, other.Parameters.Sampler.Steps);
        Assert.Equal(TestParameters.Of().Source.FirstSeed, session.Parameters!.Source.FirstSeed);
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_EndsAtOnceAndTheNextIsMade()
    {
        using var opened = new ManualResetEventSlim();
        using var session = Open(PacingMode.Exact, opens: opened);
        using var cancellation = new CancellationTokenSource();
        var first = session.GenerateAsync(Wanted, cancellationToken: cancellation.Token);
        var second = session.GenerateAsync(Wanted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);
        opened.Set();
        Assert.NotEmpty((await second.WaitAsync(Patience.Long)).Pixels.ToArray());
    }

    [Fact]
    public async Task GenerateAsync_RequestThatDoesNotFit_FailsAndTheSessionGoesOn()
    {
        using var session = Open(PacingMode.Exact);
        var failure = await Assert.ThrowsAsync<ConfigException>(() => session.GenerateAsync(Wanted with { Classes = [new WeightedClass(3, 1.0)] }));
        Assert.Contains("3", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(() => session.GenerateAsync(Wanted, new Shares { Refuses = true }));
        Assert.True(session.Update());
        Assert.Equal(SessionState.Running, session.State);
    }

    [Fact]
    public async Task GenerateAsync_DecoderFails_FailsTheStillOnly()
    {
        using var session = Open(PacingMode.Exact, failsAt: 0);
        await Assert.ThrowsAsync<CheckpointException>(() => session.GenerateAsync(Wanted));
        Assert.Equal(SessionState.Running, session.State);

        // The session's own frame fails the session, and from then on every still.
        Assert.Throws<CheckpointException>(() => session.Update());
        await Assert.ThrowsAsync<CheckpointException>(() => session.GenerateAsync(Wanted));
    }

    [Fact]
    public async Task GenerateAsync_SessionClosed_IsRefused()
    {
        using var opened = new ManualResetEventSlim();
        var session = Open(PacingMode.Live, opens: opened);
        var waiting = session.GenerateAsync(Wanted);
        var closing = Task.Run(session.Dispose);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        opened.Set();
        await closing;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.GenerateAsync(Wanted));
    }

    private static async Task<List<byte[]>> Play(bool stills)
    {
        using var session = Open(PacingMode.Exact);
        var frames = new List<byte[]>();
        for (var i = 0; i < 10; i++)
        {
            var still = stills ? session.GenerateAsync(Wanted) : null;
            session.Update(0.1);
            frames.Add(session.Pixels.ToArray());
            if (still is not null)
            {
                await still.WaitAsync(Patience.Long);
            }
        }

        return frames;
    }

    private static LatentSession Open(PacingMode pacing, bool paused = false, int failsAt = int.MaxValue, ManualResetEventSlim? opens = null) => LatentSession.Create(new SessionOptions
    {
        OpenEngine = () =>
        {
            opens?.Wait();
            return new FakeEngine { FailsAt = failsAt };
        },
        Parameters = TestParameters.Of(speed: 8, fps: 240, paused: paused),
        Pacing = pacing,
    });

    private sealed class Shares : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public bool Refuses { get; init; }

        public void Report(double value)
        {
            if (Refuses)
            {
                throw new NotSupportedException("The caller's progress is broken.");
            }

            Values.Add(value);
        }
    }
}
