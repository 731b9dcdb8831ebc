using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>The way from the picture that was shown when a change came to what the change asks for.</summary>
/// <remarks>A change that comes while a fade runs does not start it anew: a slider in motion would hold the picture still. What is shown then follows at an even rate and arrives when the last change's time is over.</remarks>
/// <param name="engine">Decodes the features of an end that has none while the other has them: where a space begins or ends, no picture changes by itself. Borrowed.</param>
internal sealed class FrameFade(IFrameEngine engine)
{
    // In the whole transition all but e⁻³ of the way is covered by following alone.
    private const double Following = 3.0;

    private readonly FramePoint _from = new(new float[engine.Info.LatentLength]);
    private readonly int _channels = engine.Info.Config.Latent.Channels;
    private double _left;
    private bool _follows;

    /// <summary>Starts from a point.</summary>
    /// <param name="shown">What is shown.</param>
    /// <param name="transition">How long; nothing happens where that is 0.</param>
    public void Begin(FramePoint shown, TransitionParameters transition)
    {
        _from.Set(shown);
        _follows = _left > 0;
        _left = transition.Seconds;
    }

    /// <summary>Blends what is left of the start into a point.</summary>
    /// <param name="seconds">Since the last time.</param>
    /// <param name="transition">How long and how evenly.</param>
    /// <param name="point">Where the source stands; receives what is shown.</param>
    public void Apply(double seconds, TransitionParameters transition, FramePoint point)
    {
        _left = Math.Min(_left, transition.Seconds);
        if (_left <= seconds)
        {
            _left = 0;
            return;
        }

        var share = _follows
            ? Math.Max(1.0 - Math.Exp(-Following * seconds / transition.Seconds), seconds / _left)
            : Easing.At(transition.Easing, 1.0 - ((_left - seconds) / transition.Seconds));
        if (_from.HasFeatures || point.HasFeatures)
        {
            _from.DecodeFeatures(engine);
            point.DecodeFeatures(engine);
        }

        point.Blend(_from, point, share, _channels, InterpolationKind.Gaussian);
        _left -= seconds;
        if (_follows)
        {
            _from.Set(point);
        }
    }
}
