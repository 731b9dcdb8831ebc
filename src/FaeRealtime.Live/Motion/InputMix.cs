using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Motion;

/// <summary>What comes in from outside, on its way into the picture. Pictures come in more seldom than frames go out: between two of them the latent moves evenly.</summary>
/// <param name="engine">Decodes features where the picture is painted from such. Borrowed.</param>
/// <param name="input">Where latents come in. Borrowed.</param>
internal sealed class InputMix(IFrameEngine engine, LatentInput input)
{
    // Longer than this between two, and the next is shown at once.
    private const double LongestWay = 0.5;

    private readonly int _channels = engine.Info.Config.Latent.Channels;
    private readonly FramePoint _now = new(new float[engine.Info.LatentLength]);
    private readonly FramePoint _mosaic = new(new float[engine.Info.LatentLength]);
    private readonly float[] _before = new float[engine.Info.LatentLength];
    private readonly float[] _newest = new float[engine.Info.LatentLength];
    private long _seen;
    private double _since;
    private double _way;

    /// <summary>Whether there is something.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>The latent that stands in for it at this moment; of no meaning where there is nothing.</summary>
    public ReadOnlySpan<float> Latent => _now.Latent;

    /// <summary>Whether parameters let it into the picture.</summary>
    public bool Acts(SessionParameters parameters) =>
        parameters.Source.Input > 0 || (IsPresent && parameters.Coherence.Renoise < 1 && parameters.Source.Space == SourceSpace.Noise);

    /// <summary>Goes on in time.</summary>
    /// <param name="seconds">Since the last time.</param>
    public void Pass(double seconds)
    {
        var (was, seen) = (IsPresent, _seen);
        _since += seconds;
        IsPresent = input.TryRead(_newest, ref _seen);
        if (!IsPresent)
        {
            return;
        }

        if (seen != _seen)
        {
            (was ? _now.Latent : _newest).CopyTo(_before, 0);
            _way = was && _since <= LongestWay ? _since : 0.0;
            _since = 0.0;
        }

        var share = _way > 0 ? Math.Min(1.0, (_since + seconds) / _way) : 1.0;
        _now.Set(_newest);
        if (share < 1.0)
        {
            LatentBlend.Blend(_before, _newest, share, _channels, InterpolationKind.Gaussian, _now.Latent);
        }
    }

    /// <summary>Blends it into a point.</summary>
    /// <param name="source">How much of it, and how.</param>
    /// <param name="point">What the session makes by itself; receives what is shown.</param>
    public void Apply(SourceParameters source, FramePoint point)
    {
        if (!IsPresent || source.Input == 0)
        {
            return;
        }

        var shown = source.InputMode == InputMode.Mirror ? Mosaic(point) : _now;
        if (point.HasFeatures)
        {
            shown.DecodeFeatures(engine);
        }

        point.Blend(point, shown, source.Input, _channels, source.Interpolation);
    }

    // Each place of the input takes the generated patch that is nearest to it, by the squared distance of their channels.
    private FramePoint Mosaic(FramePoint point)
    {
        var (wanted, patches) = (_now.Latent, point.Latent);
        var places = patches.Length / _channels;
        _mosaic.Set(patches);
        for (var place = 0; place < places; place++)
        {
            var (nearest, least) = (place, float.PositiveInfinity);
            for (var patch = 0; patch < places; patch++)
            {
                var distance = 0f;
                for (var i = 0; i < patches.Length; i += places)
                {
                    var difference = wanted[i + place] - patches[i + patch];
                    distance += difference * difference;
                }

                (nearest, least) = distance < least ? (patch, distance) : (nearest, least);
            }

            for (var i = 0; i < patches.Length; i += places)
            {
                _mosaic.Latent[i + place] = patches[i + nearest];
            }
        }

        return _mosaic;
    }
}
