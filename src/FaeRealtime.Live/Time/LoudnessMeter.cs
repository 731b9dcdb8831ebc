namespace FaeRealtime.Live.Time;

/// <summary>How loud a sound's bands are, between silence and the loudest of the last seconds.</summary>
/// <remarks>
/// Bands are cut by second-order Butterworth filters (Bristow-Johnson, «Cookbook formulae for audio EQ biquad filter coefficients»). A band's loudness is the root mean square of a hundredth of a
/// second; it rises at once, falls over a fifth of a second, and is divided by its own peak, which falls over ten: quiet and loud recordings move a picture alike.
/// </remarks>
public sealed class LoudnessMeter
{
    private const double LowEdge = 250.0;
    private const double HighEdge = 2000.0;
    private const double BlockSeconds = 0.01;
    private const double ReleaseSeconds = 0.2;
    private const double PeakSeconds = 10.0;

    // −60 dB of full scale is silence.
    private const double Silence = 1e-3;

    private readonly Biquad[][] _bands;
    private readonly double[] _sums = new double[4];
    private readonly double[] _loudness = new double[4];
    private readonly double[] _peaks = new double[4];
    private readonly int _block;
    private readonly double _release = Math.Exp(-BlockSeconds / ReleaseSeconds);
    private readonly double _fade = Math.Exp(-BlockSeconds / PeakSeconds);
    private int _count;

    /// <param name="sampleRate">Samples a second, 8000 or more.</param>
    public LoudnessMeter(int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 8000);
        _block = (int)Math.Round(sampleRate * BlockSeconds);
        _bands =
        [
            [],
            [Biquad.LowPass(LowEdge, sampleRate)],
            [Biquad.HighPass(LowEdge, sampleRate), Biquad.LowPass(HighEdge, sampleRate)],
            [Biquad.HighPass(HighEdge, sampleRate)],
        ];
    }

    /// <summary>Hears samples.</summary>
    /// <param name="samples">One channel, full scale ±1; what is not finite counts as silence.</param>
    public void Add(ReadOnlySpan<float> samples)
    {
        foreach (var sample in samples)
        {
            var heard = float.IsFinite(sample) ? sample : 0.0;
            for (var band = 0; band < _bands.Length; band++)
            {
                var value = heard;
                foreach (var filter in _bands[band])
                {
                    value = filter.Next(value);
                }

                _sums[band] += value * value;
            }

            if (++_count == _block)
            {
                Close();
            }
        }
    }

    /// <summary>The loudness of a band, 0 to 1.</summary>
    public double Level(AudioBand band) => _loudness[(int)band] > Silence ? _loudness[(int)band] / _peaks[(int)band] : 0.0;

    private void Close()
    {
        for (var band = 0; band < _sums.Length; band++)
        {
            _loudness[band] = Math.Max(Math.Sqrt(_sums[band] / _count), _loudness[band] * _release);
            _peaks[band] = Math.Max(_loudness[band], _peaks[band] * _fade);
            _sums[band] = 0.0;
        }

        _count = 0;
    }

    // Direct form 1.
    private sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
    {
        private double _x1;
        private double _x2;
        private double _y1;
        private double _y2;

        public static Biquad LowPass(double edge, int sampleRate)
        {
            var (cosine, alpha) = Angle(edge, sampleRate);
            return Scaled((1 - cosine) / 2, 1 - cosine, (1 - cosine) / 2, cosine, alpha);
        }

        public static Biquad HighPass(double edge, int sampleRate)
        {
            var (cosine, alpha) = Angle(edge, sampleRate);
            return Scaled((1 + cosine) / 2, -(1 + cosine), (1 + cosine) / 2, cosine, alpha);
        }

        public double Next(double x)
        {
            var y = (b0 * x) + (b1 * _x1) + (b2 * _x2) - (a1 * _y1) - (a2 * _y2);
            (_x2, _x1, _y2, _y1) = (_x1, x, _y1, y);
            return y;
        }

        private static (double Cosine, double Alpha) Angle(double edge, int sampleRate)
        {
            var (sine, cosine) = Math.SinCos(2.0 * Math.PI * edge / sampleRate);
            return (cosine, sine / Math.Sqrt(2.0));
        }

        private static Biquad Scaled(double b0, double b1, double b2, double cosine, double alpha) =>
            new(b0 / (1 + alpha), b1 / (1 + alpha), b2 / (1 + alpha), -2 * cosine / (1 + alpha), (1 - alpha) / (1 + alpha));
    }
}
