using FaeRealtime.Live.Parameters;
using FaeRealtime.Remote.Midi;

namespace FaeRealtime.Remote.Tests.Midi;

public sealed class MidiClockTests
{
    private const double Bpm = 174.0;

    private readonly SteppedClock _time = new();

    [Fact]
    public void Beat_AfterStart_TakesTempoAndBar()
    {
        var clock = new MidiClock(_time);
        clock.Start();

        // The session stands at 10.4 beats of its own when the sender's first bar begins.
        var (tempo, beats) = Run(clock, new TempoParameters { Bpm = 100.0 }, 10.4, beatCount: 9);

        Assert.Equal(Bpm, tempo.Bpm, 0.2);
        Assert.Equal(0.0, Math.IEEERemainder(beats - tempo.Origin - 8, 4.0), 0.06);
    }

    [Fact]
    public void Beat_WithoutStart_LeavesTheBarWhereItIs()
    {
        var (tempo, beats) = Run(new MidiClock(_time), new TempoParameters { Bpm = Bpm, Origin = 3.0 }, 4.4, beatCount: 3);

        Assert.Equal(0.0, Math.IEEERemainder(beats - tempo.Origin, 1.0), 0.06);
        Assert.InRange(tempo.Origin, 2.5, 3.5);
    }

    [Fact]
    public void Beat_InTime_ChangesNothing()
    {
        var set = new TempoParameters { Bpm = Bpm };
        Assert.Same(set, Run(new MidiClock(_time), set, 0.0, beatCount: 20).Tempo);
    }

    [Fact]
    public void Beat_AfterAGap_BeginsAnew()
    {
        var clock = new MidiClock(_time);
        var (set, beats) = Run(clock, new TempoParameters { Bpm = Bpm }, 0.0, beatCount: 4);
        _time.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(Bpm, Run(clock, set, beats, beatCount: 4).Tempo.Bpm, 0.2);
    }

    // The session's beats pass at its own tempo, the sender's ticks at theirs.
    private (TempoParameters Tempo, double Beats) Run(MidiClock clock, TempoParameters tempo, double beats, int beatCount)
    {
        var tick = 60.0 / Bpm / 24;
        for (var i = 0; i <= (beatCount - 1) * 24; i++)
        {
            if (i > 0)
            {
                _time.Pass(TimeSpan.FromSeconds(tick));
                beats += tick * tempo.Bpm / 60.0;
            }

            if (clock.Tick())
            {
                tempo = clock.Beat(tempo, beats);
            }
        }

        return (tempo, beats);
    }

    private sealed class SteppedClock : TimeProvider
    {
        private TimeSpan _passed = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;

        public void Pass(TimeSpan time) => _passed += time;
    }
}
