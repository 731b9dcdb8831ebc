using FaeRealtime.Live.Time;

namespace FaeRealtime.Live.Tests.Time;

public sealed class LoudnessMeterTests
{
    private const int Rate = 24_000;

    [Theory]
    [InlineData(80, AudioBand.Low)]
    [InlineData(700, AudioBand.Mid)]
    [InlineData(6000, AudioBand.High)]
    public void Level_ToneAfterNoise_IsInItsBand(double hertz, AudioBand band)
    {
        var meter = new LoudnessMeter(Rate);

        // All bands loud first, so that each has a peak to be compared with.
        foreach (var tone in new[] { 80.0, 700.0, 6000.0 })
        {
            meter.Add(Tone(tone, 0.5f, 0.3));
        }

        meter.Add(Tone(hertz, 0.5f, 1.5));
        Assert.InRange(meter.Level(band), 0.8, 1.0);
        Assert.All(new[] { AudioBand.Low, AudioBand.Mid, AudioBand.High }.Where(other => other != band), other => Assert.InRange(meter.Level(other), 0.0, 0.25));
    }

    [Fact]
    public void Level_Silence_FallsToZero()
    {
        var meter = new LoudnessMeter(Rate);
        meter.Add(Tone(100, 1f, 0.2));
        Assert.InRange(meter.Level(AudioBand.All), 0.9, 1.0);
        meter.Add(new float[Rate / 10]);
        Assert.InRange(meter.Level(AudioBand.All), 0.3, 0.8);
        meter.Add(new float[3 * Rate]);
        Assert.Equal(0, meter.Level(AudioBand.All));
    }

    [Fact]
    public void Level_QuietRecording_MovesAsALoudOne()
    {
        var (loud, quiet) = (new LoudnessMeter(Rate), new LoudnessMeter(Rate));
        loud.Add(Tone(100, 1f, 0.5));
        quiet.Add(Tone(100, 0.02f, 0.5));

        Assert.Equal(loud.Level(AudioBand.Low), quiet.Level(AudioBand.Low), 3);
    }

    [Fact]
    public void Add_NotFinite_CountsAsSilence()
    {
        var meter = new LoudnessMeter(Rate);
        meter.Add([float.NaN, float.PositiveInfinity]);
        meter.Add(Tone(100, 1f, 0.2));

        Assert.InRange(meter.Level(AudioBand.All), 0.9, 1.0);
    }

    private static float[] Tone(double hertz, float amplitude, double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(i => amplitude * (float)Math.Sin(2 * Math.PI * hertz * i / Rate))];
}
