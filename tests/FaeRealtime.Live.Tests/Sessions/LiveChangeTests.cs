using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Conditions;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Sessions;

/// <summary>Every parameter acts on the running session, without a cut where a fade is asked for.</summary>
public sealed class LiveChangeTests
{
    private const double Frame = 1.0 / 60.0;

    public static TheoryData<string, double> Changes => new()
    {
        { "sampler/steps", 3 },
        { "source/x", 40.25 },
        { "source/y", 7 },
        { "source/radius", 0.2 },
        { "source/interpolation", 2 },
        { "source/mode", 1 },
        { "source/space", 0 },
        { "source/space", 2 },
        { "condition/mix", 1 },
        { "coherence/feedback", 0.9 },
        { "coherence/renoise", 0.3 },
        { "coherence/ema", 0.95 },
        { "pacing/generateHz", 2 },
        { "blackout", 1 },
        { "paused", 1 },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Apply_OneValue_ActsOnTheRunningSession(string path, double value)
    {
        var start = TestParameters.Of(seed: 3, space: SourceSpace.Noise, speed: 2, steps: 2);
        using var changed = Open(start);
        using var unchanged = Open(start);
        Play(changed, 5);
        Play(unchanged, 5);
        Assert.Equal(changed.Pixels[0], unchanged.Pixels[0]);
        changed.Apply(ParameterTable.At(path).With(changed.Parameters!, value));

        Assert.Contains(Enumerable.Range(0, 90), _ =>
        {
            Play(changed, 1);
            Play(unchanged, 1);
            return changed.Pixels[0] != unchanged.Pixels[0];
        });
    }

    [Theory]
    [InlineData(SourceSpace.Noise)]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Feature)]
    public void Apply_OtherSeed_FadesInOverTheTransition(SourceSpace space)
    {
        using var session = Open(TestParameters.Of(seed: 3, space: space, mode: SourceMode.Fixed, transition: 1.0));
        using var target = Open(TestParameters.Of(seed: 99, space: space, mode: SourceMode.Fixed));
        Play(session, 3);
        Play(target, 3);
        var (from, to) = (session.Pixels[0], target.Pixels[0]);
        session.Apply(TestParameters.Of(seed: 99, space: space, mode: SourceMode.Fixed, transition: 1.0));
        var course = Enumerable.Range(0, 62).Select(_ =>
        {
            Play(session, 1);
            return (int)session.Pixels[0];
        }).ToArray();

        Assert.InRange(course[0], from - 6, from + 6);
        Assert.Equal(to, course[^1]);
        Assert.All(course.Zip(course.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, -12, 12));
        Assert.True(course.Distinct().Count() > 5);
    }

    [Fact]
    public void Apply_ColdStart_Cuts()
    {
        var requested = TestParameters.Of(seed: 3, space: SourceSpace.Noise, mode: SourceMode.Fixed, transition: 1.0) with { Coherence = new CoherenceParameters { WarmStart = false } };
        using var session = Open(requested);
        using var target = Open(requested with { Source = requested.Source with { Seeds = [new WeightedSeed(99, 1.0)] } });
        Play(session, 3);
        Play(target, 1);
        session.Apply(target.Parameters!);
        Play(session, 1);

        Assert.Equal(target.Pixels[0], session.Pixels[0]);
    }

    [Fact]
    public void Apply_KeyframesAndClasses_PlayTheTimeline()
    {
        var requested = TestParameters.Of(space: SourceSpace.Noise, speed: 1, transition: 0);
        Keyframe[] keyframes = [new() { Seeds = [new WeightedSeed(5, 1)], Classes = [new WeightedClass(1, 1)] }, new() { Seeds = [new WeightedSeed(6, 1)], Classes = [new WeightedClass(2, 1)] }];
        using var session = Open(requested with { Source = requested.Source with { Mode = SourceMode.Keyframes, Keyframes = keyframes } });
        using var second = Open(TestParameters.Of(seed: 6, space: SourceSpace.Noise, mode: SourceMode.Fixed, kind: 2));
        Play(session, 61);
        Play(second, 1);

        Assert.Equal(second.Pixels[0], session.Pixels[0]);
    }

    [Fact]
    public void Update_LatentSpaceWhileAnotherIsWished_KeepsMoving()
    {
        // Eight slices a key and one a turn: the requested takes some frames, in which the present path must go on.
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = TestParameters.Of(speed: 4, fps: 500) });
        session.WaitForEngine(Patience.Long);
        var shown = new HashSet<byte>();
        for (var i = 0; i < 20_000 && shown.Count <= 5; i++)
        {
            session.Apply(session.Parameters! with { Sampler = session.Parameters.Sampler with { Guidance = 1 + (i % 100 / 100.0) } });
            Assert.True(session.WaitForFrame(Patience.Long));
            session.Update();
            shown.Add(session.Pixels[0]);
        }

        Assert.True(shown.Count > 5, $"{shown.Count} different pictures");
    }

    private static LatentSession Open(SessionParameters parameters)
    {
        var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = parameters, Pacing = PacingMode.Exact });
        session.WaitForEngine(Patience.Long);
        return session;
    }

    private static void Play(LatentSession session, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            session.Update(Frame);
        }
    }
}
