using FaeRealtime.Live.Parameters;
using FaeRealtime.Sampling.Walks;

namespace FaeRealtime.Live.Motion;

/// <summary>The way from the picture that was shown when a change came to what the change asks for.</summary>
/// <remarks>A change that comes while a fade runs does not start it anew: a slider in motion would hold the picture still. What is shown then follows at an even rate and arrives when the last change's time is over.</remarks>
/// <param name="length">Values of a latent.</param>
/// <param name="channels">C of the latents.</param>
internal sealed class LatentFade(int length, int channels)
{
    // In the whole transition all but e⁻³ of the way is covered by following alone.
    private const double Following = 3.0;

    private readonly float[] _from = new float[length];
    private double _left;
    private bool _follows;

    /// <summary>Starts from a latent.</summary>
    /// <param name="shown">What is shown.</param>
    /// <param name="transition">How long; nothing happens where that is 0.</param>
    public void Begin(ReadOnlySpan<float> shown, TransitionParameters transition)
    {
        shown.CopyTo(_from);
        _follows = _left > 0;
        _left = transition.Seconds;
    }

    /// <summary>Blends what is left of the start into a latent.</summary>
    /// <param name="seconds">Since the last time.</param>
    /// <param name="transition">How long and how evenly.</param>
    /// <param name="latent">Where the track stands; receives what is shown.</param>
    public void Apply(double seconds, TransitionParameters transition, Span<float> latent)
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
        LatentBlend.Blend(_from, latent, share, channels, InterpolationKind.Gaussian, latent);
        _left -= seconds;
        if (_follows)
        {
            latent.CopyTo(_from);
        }
    }
}
