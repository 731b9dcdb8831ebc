using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Tests.Sessions;

public sealed class SessionControlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new();
    private readonly LatentSession _session;
    private readonly SessionControl _control;

    public SessionControlTests()
    {
        _session = LatentSession.Create(new SessionOptions { OpenEngine = () => new FakeEngine(), Pacing = PacingMode.Exact, Parameters = TestParameters.Of(seed: 5, speed: 1, steps: 2), Clock = _clock, Presets = new PresetFolder(_folder.At("presets")) });
        _session.WaitForEngine(Patience.Long);
        _control = _session.Control;
    }

    [Fact]
    public void Set_Value_ChangesTheSessionAndTells()
    {
        var told = 0;
        _control.Changed += (_, _) => told++;
        _control.Set("sampler/steps", 7);

        Assert.Equal((7, 1), (_session.Parameters!.Sampler.Steps, told));
    }

    [Theory]
    [InlineData("sampler/steps", 0)]
    [InlineData("sampler/steps", 2.5)]
    [InlineData("source/speed", 99)]
    [InlineData("source/sped", 1)]
    public void Set_WrongValueOrPath_RefusedAndNothingChanges(string path, double value)
    {
        var before = _session.Parameters;
        Assert.Throws<ConfigException>(() => _control.Set(path, value));
        Assert.Same(before, _session.Parameters);
        Assert.False(_control.Act(SessionAction.Undo));
    }

    [Fact]
    public void Undo_AfterChanges_GoesBackAndForth()
    {
        var first = _session.Parameters!;
        _control.Set("sampler/steps", 3);
        _clock.Pass(5);
        _control.Set("source/speed", 2);

        Assert.True(_control.Act(SessionAction.Undo));
        Assert.Equal((3, 1.0), (_control.Parameters.Sampler.Steps, _control.Parameters.Source.Speed));
        Assert.True(_control.Act(SessionAction.Undo));
        Assert.Same(first, _control.Parameters);
        Assert.False(_control.Act(SessionAction.Undo));
        Assert.True(_control.Act(SessionAction.Redo));
        Assert.True(_control.Act(SessionAction.Redo));
        Assert.Equal((3, 2.0), (_control.Parameters.Sampler.Steps, _control.Parameters.Source.Speed));
        Assert.False(_control.Act(SessionAction.Redo));
    }

    [Fact]
    public void Undo_SliderInMotion_IsOneStep()
    {
        var first = _session.Parameters!;
        for (var i = 0; i < 50; i++)
        {
            _control.Set("source/x", i);
            _clock.Pass(0.02);
        }

        Assert.True(_control.Act(SessionAction.Undo));
        Assert.Same(first, _control.Parameters);
    }

    [Fact]
    public void Act_EveryAction_DoesWhatItSays()
    {
        Assert.True(After(SessionAction.Pause).Paused);
        Assert.True(After(SessionAction.Blackout).Blackout);
        Assert.NotEqual(5ul, After(SessionAction.NewSeed).Source.Seeds[0].Seed);
        Assert.Equal(SourceMode.Loop, After(SessionAction.Loop).Source.Mode);
        Assert.Equal([0, 1, 2, null, 0], Enumerable.Range(0, 5).Select(_ => After(SessionAction.NextClass).Condition.Classes is [var only] ? only.Class : (int?)null));
        Assert.True(After(SessionAction.PreviousClass).Condition.RandomClass);
        Assert.Equal(2, After(SessionAction.PreviousClass).Condition.Classes[0].Class);
        var reset = After(SessionAction.Reset);
        Assert.Equal((false, false, 5ul), (reset.Paused, reset.Blackout, reset.Source.Seeds[0].Seed));
    }

    [Fact]
    public void Act_AddKeyframe_KeepsWhatIsShown()
    {
        _session.Update(0);
        _session.Update(1.25);
        var keyframe = After(SessionAction.AddKeyframe).Source.Keyframes.Single();
        var blend = new WeightedSeed[SeedGrid.MostSeeds];

        Assert.Equal(blend[..SeedGrid.Around(new WeightedSeed(5, 1), 1.25, 0, false, blend)].Select(item => item.Seed), keyframe.Seeds.Select(item => item.Seed));
        Assert.Equal(1.0, keyframe.Seeds.Sum(item => item.Weight * item.Weight), 9);
        Assert.Equal(2, After(SessionAction.AddKeyframe).Source.Keyframes.Count);
        Assert.Equal(SourceMode.Fixed, After(SessionAction.Snap).Source.Mode);
        Assert.Equal(1, _control.Parameters.Source.X);
    }

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    public void Act_AddKeyframeOnATimeline_PutsItWhereThatStands(SourceSpace space)
    {
        Play(space, closed: true, 4.0);
        var keyframes = After(SessionAction.AddKeyframe).Source.Keyframes;

        Assert.Equal([2.0, 2.0, 1.0], keyframes.Select(keyframe => Math.Round(keyframe.Length, 9)));
        Assert.Equal([EasingKind.In, EasingKind.Linear, EasingKind.Linear], keyframes.Select(keyframe => keyframe.Easing));
        Assert.Equal([3ul, 7ul], keyframes[2].Seeds.Select(item => item.Seed).Order());
        Assert.Equal(1.0, keyframes[2].Seeds.Sum(item => item.Weight * item.Weight), 9);
        var refusal = Assert.Throws<ConfigException>(() => { _session.Update(0); _control.Act(SessionAction.AddKeyframe); });
        Assert.Contains("already", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Act_AddKeyframeAtATimelinesEnd_MakesItLonger()
    {
        Play(SourceSpace.Latent, closed: false, 9.0);
        var keyframes = After(SessionAction.AddKeyframe).Source.Keyframes;

        Assert.Equal([2.0, 3.0, 1.0], keyframes.Select(keyframe => keyframe.Length));
        Assert.Contains(keyframes[2].Seeds, item => item.Seed == 7 && item.Weight == 1.0);
    }

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    public void Change_OfATimelineThatPlays_GoesOnWhereItStands(SourceSpace space)
    {
        Play(space, closed: true, 2.5);
        _control.Change(now => now with { Source = now.Source with { Keyframes = [.. now.Source.Keyframes, new Keyframe { Seeds = [new WeightedSeed(11, 1)], Length = 4 }] } });
        _session.Update(0.25);

        Assert.Equal(2.75, _session.Time.Position, 9);
    }

    [Theory]
    [InlineData(SourceSpace.Latent)]
    [InlineData(SourceSpace.Noise)]
    public void LoopPassed_OfATimelineAndALoop_OnceARound(SourceSpace space)
    {
        var passed = 0;
        _session.LoopPassed += (_, _) => passed++;
        Play(space, closed: true, 0.0);
        Assert.Equal([0, 0, 1, 1, 2, 2], Rounds(2.4));
        _control.Change(now => now with { Source = now.Source with { Mode = SourceMode.Loop, LoopKeys = 4 } });
        _session.Update(0);
        Assert.Equal([2, 3, 4, 5, 5, 6], Rounds(3.0));
        _control.Change(now => now with { Source = now.Source with { Mode = SourceMode.Walk } });
        Assert.Equal([6, 6, 6, 6, 6, 6], Rounds(4.0));

        List<int> Rounds(double seconds) => [.. Enumerable.Range(0, 6).Select(_ =>
        {
            _session.Update(seconds);
            return passed;
        })];
    }

    [Fact]
    public void Act_NewSeedOnATimeline_MovesAllItsSeedsAlike()
    {
        var source = _control.Parameters.Source;
        _control.Apply(_control.Parameters with { Source = source with { Mode = SourceMode.Keyframes, Keyframes = [new Keyframe { Seeds = [new WeightedSeed(3, 1)] }, new Keyframe { Seeds = [new WeightedSeed(7, 1)] }] } });
        var moved = After(SessionAction.NewSeed).Source.Keyframes;

        Assert.NotEqual(3ul, moved[0].Seeds[0].Seed);
        Assert.Equal(4ul, moved[1].Seeds[0].Seed - moved[0].Seeds[0].Seed);
    }

    [Fact]
    public void Act_TapFourTimes_FindsTheTempo()
    {
        for (var i = 0; i < 4; i++)
        {
            After(SessionAction.Tap);
            _clock.Pass(0.4);
            _session.Update(0.4);
        }

        Assert.Equal(150, _control.Parameters.Tempo.Bpm, 6);
    }

    [Fact]
    public void Presets_StoredAndRecalled_SetEverythingButThePace()
    {
        _control.Set("sampler/guidance", 3);
        _control.Store("warm night");
        _control.Set("sampler/guidance", 1);
        _control.Set("pacing/fpsLimit", 24);
        _control.Recall("warm night");

        Assert.Equal((3, 24), (_control.Parameters.Sampler.Guidance, _control.Parameters.Pacing.FpsLimit));
        Assert.Equal(["warm night"], _control.Presets!.Names);
        Assert.True(_control.Presets.Delete("warm night"));
        Assert.False(_control.Presets.Delete("warm night"));
        Assert.Empty(_control.Presets.Names);
    }

    [Fact]
    public void Presets_StoredWhileLookingInside_HaveTheViewOnlyWhereAsked()
    {
        _control.Set("output/view", OutputView.Features);
        _control.Store("plain");
        _control.Store("inside", withView: true);
        _control.Set("output/view", OutputView.Latent);
        _control.Recall("plain");
        Assert.Equal(OutputView.Latent, _control.Parameters.Output.View);
        _control.Recall("inside");
        Assert.Equal(OutputView.Features, _control.Parameters.Output.View);
        Assert.Equal(OutputView.Image, _control.Presets!.Read("plain").Output.View);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../outside")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData(" a")]
    [InlineData("é")]
    [InlineData(".hidden")]
    public void Store_NameThatIsNone_Refused(string name)
    {
        Assert.Throws<ConfigException>(() => _control.Store(name));
        Assert.False(Directory.Exists(_folder.At("presets")) && Directory.EnumerateFileSystemEntries(_folder.At("presets")).Any());
    }

    [Fact]
    public void Recall_DamagedOrMissing_RefusedAndNothingChanges()
    {
        var before = _control.Parameters;
        _control.Store("one");
        File.WriteAllText(Path.Combine(_folder.At("presets"), "one.json"), """{ "sampler": { "steps": -4 } }""");

        Assert.Contains("one", Assert.Throws<ConfigException>(() => _control.Recall("on")).Message, StringComparison.Ordinal);
        Assert.Contains("sampler/steps", Assert.Throws<ConfigException>(() => _control.Recall("one")).Message, StringComparison.Ordinal);
        Assert.Same(before, _control.Parameters);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private void Play(SourceSpace space, bool closed, double seconds)
    {
        Keyframe[] keyframes = [new() { Seeds = [new WeightedSeed(3, 1)], Length = 2, Easing = EasingKind.In }, new() { Seeds = [new WeightedSeed(7, 1)], Length = 3, Easing = EasingKind.Linear }];
        _control.Change(now => now with { Source = now.Source with { Mode = SourceMode.Keyframes, Space = space, Closed = closed, Keyframes = keyframes } });
        _session.Update(seconds);
    }

    private SessionParameters After(SessionAction action)
    {
        _control.Act(action);
        return _control.Parameters;
    }
}
