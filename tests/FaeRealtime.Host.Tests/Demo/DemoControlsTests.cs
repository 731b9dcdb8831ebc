using FaeRealtime.Host.Demo;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Live.Sessions;
using FaeRealtime.Live.Tests;
using Silk.NET.Input;

namespace FaeRealtime.Host.Tests.Demo;

public sealed class DemoControlsTests : IDisposable
{
    private readonly LatentSession _session = LatentSession.Create(new SessionOptions
    {
        Engine = () => new FakeEngine(),
        Parameters = Wish.Of(seed: 5, steps: 2, speed: 1),
    });

    private readonly DemoControls _controls;

    public DemoControlsTests()
    {
        _session.WaitForEngine(Patience.Long);
        _controls = new DemoControls(_session);
    }

    [Fact]
    public void Press_Space_TogglesPause()
    {
        Assert.True(After(Key.Space).Paused);
        Assert.False(After(Key.Space).Paused);
    }

    [Fact]
    public void Press_N_TakesAnotherSeed() => Assert.NotEqual(5ul, After(Key.N).Source.Seeds[0].Seed);

    [Fact]
    public void Press_C_GoesThroughClassesAndBack() =>
        Assert.Equal([0, 1, 2, null, 0], Enumerable.Range(0, 5).Select(_ => After(Key.C).Condition.Classes is [var only] ? only.Class : (int?)null));

    [Fact]
    public void Press_Brackets_ChangeSpeed()
    {
        Assert.Equal(1.25, After(Key.RightBracket).Source.Speed);
        Assert.Equal(1.0, After(Key.LeftBracket).Source.Speed);
    }

    [Fact]
    public void Press_MinusAtOneStep_RefusesWithTheRange()
    {
        Assert.Equal(1, After(Key.Minus).Sampler.Steps);
        Assert.Equal(1, After(Key.Minus).Sampler.Steps);
        Assert.Contains("1 to 1000", _controls.Refusal, StringComparison.Ordinal);
        Assert.Equal(2, After(Key.Equal).Sampler.Steps);
        Assert.Null(_controls.Refusal);
    }

    [Fact]
    public void Press_RightBracketAtTheLimit_Refuses()
    {
        for (var i = 0; i < 20; i++)
        {
            _controls.Press(Key.RightBracket);
        }

        Assert.InRange(_session.Parameters!.Source.Speed, 6.4, 8.0);
        Assert.Contains("0 to 8", _controls.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Press_L_TogglesLoop() => Assert.Equal(SourceMode.Loop, After(Key.L).Source.Mode);

    [Fact]
    public void Press_Escape_LeavesFullScreenFirst()
    {
        _controls.Press(Key.F11);
        Assert.True(_controls.FullScreen);
        _controls.Press(Key.Escape);
        Assert.False(_controls.FullScreen);
        Assert.False(_controls.Quits);
        _controls.Press(Key.Escape);
        Assert.True(_controls.Quits);
    }

    [Fact]
    public void Press_Tab_HidesText()
    {
        _controls.Press(Key.Tab);
        Assert.False(_controls.ShowsText);
    }

    [Fact]
    public void Press_UnknownKey_ChangesNothing()
    {
        var before = _session.Parameters;
        Assert.Equal(before, After(Key.F7));
    }

    public void Dispose() => _session.Dispose();

    private SessionParameters After(Key key)
    {
        _controls.Press(key);
        return _session.Parameters!;
    }
}
