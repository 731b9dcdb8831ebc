using FaeRealtime.Core.Errors;
using FaeRealtime.Graphics.Contexts;
using FaeRealtime.Live.Frames;

namespace FaeRealtime.Live.Tests.Frames;

public sealed class FrameStreamTests
{
    private const double Fps = 24.0;

    [Fact]
    public async Task ReadFramesAsync_ExactPacing_GivesTheFramesOfUpdateAndTheyStay()
    {
        var expected = new List<byte[]>();
        using (var session = Open(PacingMode.Exact))
        {
            for (var i = 0; i < 12; i++)
            {
                session.Update(i == 0 ? 0.0 : 1.0 / Fps);
                expected.Add(session.Pixels.ToArray());
            }
        }

        using var streamed = Open(PacingMode.Exact);
        var frames = await Take(streamed.ReadFramesAsync(Fps), 12);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), frames.Select(frame => frame.Info.Index));
        Assert.Equal(expected, frames.Select(frame => frame.Pixels.ToArray()));
        Assert.True(expected.Select(pixels => pixels[0]).Distinct().Count() > 3, "the picture hardly moves");

        // A second stream goes on where the first was left.
        Assert.Equal(12, (await Take(streamed.ReadFramesAsync(Fps), 1))[0].Info.Index);
    }

    [Fact]
    public async Task ReadFramesAsync_LivePacing_GivesEachFrameOnceAndTheLatest()
    {
        using var session = Open(PacingMode.Live);
        var frames = await Take(session.ReadFramesAsync(), 20);

        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Info.Index < pair.Second.Info.Index));
    }

    [Fact]
    public async Task ReadFramesAsync_CancelledWhileNothingMoves_EndsAndTheSessionGoesOn()
    {
        using var session = Open(PacingMode.Live, paused: true);
        using var cancellation = new CancellationTokenSource();
        await using var frames = session.ReadFramesAsync(cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await frames.MoveNextAsync());
        var next = frames.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);

        session.Apply(TestParameters.Of(speed: 8, fps: 240));
        Assert.Single(await Take(session.ReadFramesAsync(CancellationToken.None), 1));
    }

    [Fact]
    public async Task ReadFramesAsync_CancelledBetweenFrames_Ends()
    {
        using var session = Open(PacingMode.Exact);
        using var cancellation = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in session.ReadFramesAsync(Fps).WithCancellation(cancellation.Token))
            {
                seen++;
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(1, seen);
    }

    [Theory]
    [InlineData(PacingMode.Exact)]
    [InlineData(PacingMode.Live)]
    public async Task ReadFramesAsync_EngineFails_ThrowsItsFailureAfterTheGoodFrames(PacingMode pacing)
    {
        using var session = Open(pacing, failsAt: 3);
        var seen = 0;
        var failure = await Assert.ThrowsAsync<CheckpointException>(async () =>
        {
            await foreach (var frame in Read(session, pacing))
            {
                seen++;
            }
        });
        Assert.Contains("spoiled", failure.Message, StringComparison.Ordinal);
        Assert.InRange(seen, pacing == PacingMode.Exact ? 3 : 0, 3);
    }

    [Theory]
    [InlineData(PacingMode.Exact)]
    [InlineData(PacingMode.Live)]
    public async Task ReadFramesAsync_SessionDisposedMeanwhile_Ends(PacingMode pacing)
    {
        var session = Open(pacing);
        var seen = 0;
        await foreach (var frame in Read(session, pacing))
        {
            seen++;
            session.Dispose();
        }

        Assert.Equal(1, seen);
    }

    [Fact]
    public void ReadFramesAsync_OfTheOtherPacingOrWithoutARate_IsRefused()
    {
        using var exact = Open(PacingMode.Exact);
        using var live = Open(PacingMode.Live);
        Assert.Throws<InvalidOperationException>(() => exact.ReadFramesAsync());
        Assert.Throws<InvalidOperationException>(() => live.ReadFramesAsync(Fps));
        Assert.Throws<ArgumentOutOfRangeException>(() => exact.ReadFramesAsync(0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => exact.ReadFramesAsync(double.NaN));
    }

    [Fact]
    public void ReadFramesAsync_WithAContext_IsRefused()
    {
        using var context = EglContext.CreateSurfaceless();
        using var session = Open(PacingMode.Exact);
        session.Attach(context.Gl);
        Assert.Throws<InvalidOperationException>(() => session.ReadFramesAsync(Fps));
        session.Detach();
        Assert.NotNull(session.ReadFramesAsync(Fps));
    }

    private static IAsyncEnumerable<Frame> Read(LatentSession session, PacingMode pacing) =>
        pacing == PacingMode.Exact ? session.ReadFramesAsync(Fps) : session.ReadFramesAsync();

    private static async Task<List<Frame>> Take(IAsyncEnumerable<Frame> frames, int count)
    {
        var taken = new List<Frame>();
        await foreach (var frame in frames)
        {
            taken.Add(frame);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }

    private static LatentSession Open(PacingMode pacing, int failsAt = int.MaxValue, bool paused = false) => LatentSession.Create(new SessionOptions
    {
        OpenEngine = () => new FakeEngine { FailsAt = failsAt },
        Parameters = TestParameters.Of(seed: 3, speed: 8, fps: 240, paused: paused),
        Pacing = pacing,
    });
}
