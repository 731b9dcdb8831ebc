using FaeRealtime.Core.Errors;

namespace FaeRealtime.Live.Motion;

/// <summary>Interpolation between two clean latents in the generator's normalised space.</summary>
/// <remarks>
/// Straight interpolation of independent latents loses variance (×0.707 half-way) and the decoders then paint grey mush. Each grid position is a vector of C
/// channels: its direction is interpolated straight and its length is brought to the interpolated length. Positions that both latents share (a common
/// background) thus stay exactly as they are, which a single angle for the whole latent would not keep.
/// The correction is capped where two directions oppose each other: beyond 90° there is no direction to keep.
/// </remarks>
internal static class LatentBlend
{
    // Orthogonal vectors of one length, the typical pair of independent latents, need exactly √2 half-way.
    private static readonly float MaximumGain = MathF.Sqrt(2f);

    /// <summary>Blends position by position.</summary>
    /// <param name="from">Latent <c>[C, h, w]</c> at t = 0.</param>
    /// <param name="to">Latent <c>[C, h, w]</c> at t = 1.</param>
    /// <param name="t">In [0, 1].</param>
    /// <param name="channels">C.</param>
    /// <param name="destination">Receives <c>[C, h, w]</c>; may be one of the inputs.</param>
    /// <exception cref="ShapeException">The lengths differ or are not a multiple of C.</exception>
    public static void Blend(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double t, int channels, Span<float> destination)
    {
        if (from.Length != to.Length || from.Length != destination.Length || from.Length % channels != 0)
        {
            throw new ShapeException($"Cannot blend latents of {from.Length} and {to.Length} values into {destination.Length}; all three need one multiple of {channels} channels.");
        }

        var positions = from.Length / channels;
        var b = (float)t;
        var a = 1f - b;
        for (var p = 0; p < positions; p++)
        {
            float lengthFrom = 0, lengthTo = 0, lengthMixed = 0;
            for (var i = p; i < from.Length; i += positions)
            {
                var mixed = (a * from[i]) + (b * to[i]);
                lengthFrom += from[i] * from[i];
                lengthTo += to[i] * to[i];
                lengthMixed += mixed * mixed;
            }

            var target = (a * MathF.Sqrt(lengthFrom)) + (b * MathF.Sqrt(lengthTo));
            var gain = Gain(target, MathF.Sqrt(lengthMixed));
            for (var i = p; i < from.Length; i += positions)
            {
                destination[i] = gain * ((a * from[i]) + (b * to[i]));
            }
        }
    }

    private static float Gain(float target, float length) =>
        target <= 0 ? 1f : length <= target / MaximumGain ? MaximumGain : target / length;
}
