using FaeRealtime.Engines;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Motion;

/// <summary>What stays of a picture while marked places of it are made anew.</summary>
/// <remarks>Lugmayr et al. 2022 (RePaint), arXiv:2201.09865, without its repeated steps: after every sampler step the places that stay are those of the kept latent at that time, x_t = α·z + σ·ε, so that what is made anew fits them.</remarks>
/// <param name="latent">What stays, <c>[C, h, w]</c>. Owned from here on.</param>
/// <param name="mask">The mask, not empty.</param>
/// <param name="engine">Decodes its features where the picture is painted from such. Borrowed.</param>
internal sealed class KeptPlaces(float[] latent, string mask, IFrameEngine engine)
{
    private readonly float[] _anew = PaintMask.Weights(mask, engine.Info.Config.Latent.Side);
    private readonly FramePoint _kept = new(latent);

    /// <summary>Puts what stays into a latent on its way from noise.</summary>
    /// <param name="state"><c>[C, h, w]</c> at some time.</param>
    /// <param name="noise">The noise that it came from.</param>
    /// <param name="alpha">Share of data at that time.</param>
    /// <param name="sigma">Share of noise.</param>
    public void Hold(Span<float> state, ReadOnlySpan<float> noise, double alpha, double sigma)
    {
        var (data, rest) = ((float)alpha, (float)sigma);
        for (var i = 0; i < state.Length; i++)
        {
            var anew = _anew[i % _anew.Length];
            state[i] = (anew * state[i]) + ((1f - anew) * ((data * _kept.Latent[i]) + (rest * noise[i])));
        }
    }

    /// <summary>Puts what stays into a point, so that it stands whatever the path does with the marked places.</summary>
    public void Apply(FramePoint point)
    {
        Hold(point.Latent, point.Latent, 1.0, 0.0);
        if (!point.HasFeatures)
        {
            return;
        }

        _kept.DecodeFeatures(engine);
        point.Mix(_kept, _anew);
    }
}
