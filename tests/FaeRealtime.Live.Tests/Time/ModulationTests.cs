using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Time;
using FaeRealtime.Sampling.Conditions;

namespace FaeRealtime.Live.Tests.Time;

public sealed class ModulationTests
{
    [Theory]
    [InlineData(WaveShape.Sine, 0.0, 0.0)]
    [InlineData(WaveShape.Sine, 0.25, 1.0)]
    [InlineData(WaveShape.Triangle, 0.25, 1.0)]
    [InlineData(WaveShape.Triangle, 0.5, 0.0)]
    [InlineData(WaveShape.Triangle, 0.75, -1.0)]
    [InlineData(WaveShape.Saw, 0.0, -1.0)]
    [InlineData(WaveShape.Saw, 0.75, 0.5)]
    [InlineData(WaveShape.Square, 0.1, 1.0)]
    [InlineData(WaveShape.Square, 0.9, -1.0)]
    [InlineData(WaveShape.Decay, 0.0, 1.0)]
    [InlineData(WaveShape.Decay, 0.5, 0.1)]
    public void At_Phase_HasItsValue(WaveShape shape, double phase, double value) => Assert.Equal(value, Wave.At(shape, phase), 9);

    [Fact]
    public void At_SineOnX_MovesAboutTheSetValue()
    {
        var time = new SessionTime();
        var modulator = new Modulator(time, null);
        var set = TestParameters.Of() with { Modulation = [new Modulation { Target = "source/x", Rate = 0.5, Depth = 3 }], Source = new SourceParameters { X = 10 } };

        Assert.Equal(10, modulator.At(set).Source.X, 9);
        time.Pass(0.5, 120);
        Assert.Equal(13, modulator.At(set).Source.X, 9);
        Assert.Equal(10, set.Source.X);
    }

    [Fact]
    public void At_BeyondTheRange_StaysAtItsEnd()
    {
        var modulator = new Modulator(new SessionTime(), null);
        var set = TestParameters.Of() with { Modulation = [new Modulation { Target = "sampler/steps", Shape = WaveShape.Square, Depth = -50.4, Base = 3 }, new Modulation { Target = "coherence/renoise", Shape = WaveShape.Square, Depth = -9 }] };
        var moved = modulator.At(set);

        Assert.Equal(1, moved.Sampler.Steps);
        Assert.InRange(moved.Coherence.Renoise, double.Epsilon, 1e-300);
        moved.Validate(0);
    }

    [Fact]
    public void At_SyncedToTheBeat_FollowsTheTempo()
    {
        var time = new SessionTime();
        var modulator = new Modulator(time, null);
        var set = TestParameters.Of() with { Modulation = [new Modulation { Target = "source/x", Sync = true, Rate = 0.25, Depth = 1 }] };
        time.Pass(0.5, 120);

        Assert.Equal(1, modulator.At(set).Source.X, 9);
    }

    [Fact]
    public void At_Loudness_FollowsTheSound()
    {
        var modulator = new Modulator(new SessionTime(), new Sound());
        var set = TestParameters.Of() with { Modulation = [new Modulation { Target = "source/x", Shape = WaveShape.Low, Depth = 8 }] };

        Assert.Equal(2, modulator.At(set).Source.X, 9);
        Assert.Equal(0, new Modulator(new SessionTime(), null).At(set).Source.X);
    }

    [Fact]
    public void At_NothingMoves_IsTheSameRecord()
    {
        var set = TestParameters.Of();

        Assert.Same(set, new Modulator(new SessionTime(), null).At(set));
    }

    [Theory]
    [InlineData(QuantizeKind.Beat, 30)]
    [InlineData(QuantizeKind.Bar, 120)]
    public void Apply_Quantised_BeginsOnTheBeat(QuantizeKind quantize, int frame)
    {
        // 120 beats a minute at 60 frames a second: a beat is 30 frames, a bar 120.
        var start = TestParameters.Of(seed: 1, space: SourceSpace.Noise, mode: SourceMode.Fixed, transition: 0);
        start = start with { Condition = start.Condition with { Transition = start.Condition.Transition with { Quantize = quantize } } };
        using var session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Parameters = start, Pacing = PacingMode.Exact });
        session.Update(0);
        var shown = session.Pixels[0];
        session.Update(1.0 / 60);
        session.Apply(start with { Condition = start.Condition with { Classes = [new WeightedClass(2, 1.0)] }, Source = TestParameters.Of(seed: 99, space: SourceSpace.Noise, mode: SourceMode.Fixed).Source });
        var changed = 1;
        do
        {
            session.Update(1.0 / 60);
            changed++;
        }
        while (session.Pixels[0] == shown && changed < 500);

        Assert.InRange(changed, frame, frame + 1);
    }

    [Theory]
    [InlineData("sampler/guidanceInterval/from", SourceSpace.Latent)]
    [InlineData("sampler/guidanceInterval/to", SourceSpace.Noise)]
    [InlineData("coherence/renoise", SourceSpace.Noise)]
    public void Session_NumbersThatDoNotFitEachOther_GoesOn(string target, SourceSpace space)
    {
        var requested = TestParameters.Of(space: space, speed: 1);
        using var session = LatentSession.Create(new SessionOptions
        {
            OpenEngine = () => new FakeEngine(),
            Pacing = PacingMode.Exact,
            Parameters = requested with
            {
                Sampler = requested.Sampler with { Schedule = [1, 0.5, 0.2], GuidanceInterval = new GuidanceInterval { From = 0.4, To = 0.6 } },
                Modulation = [new Modulation { Target = target, Base = 0.5, Depth = 0.5, Rate = 2 }],
            },
        });
        for (var i = 0; i < 60; i++)
        {
            Assert.True(session.Update(1.0 / 60.0));
        }

        Assert.Equal(SessionState.Running, session.State);
    }

    private sealed class Sound : IAudioLevels
    {
        public void Advance(double seconds)
        {
        }

        public double Level(AudioBand band) => band == AudioBand.Low ? 0.25 : 0.75;
    }
}
