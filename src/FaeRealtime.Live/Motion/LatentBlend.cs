using System.Numerics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Motion;

/// <summary>Interpolation between two clean latents in the generator's normalised space.</summary>
/// <remarks>
/// Straight interpolation of independent latents loses variance (×0.707 half-way) and the decoders then paint grey mush. Each grid position is a vector of C
/// channels: its direction is interpolated straight and its length is brought to the interpolated length. Positions that both latents share (a common
/// background) thus stay exactly as they are, which a single angle for the whole latent would not keep.
/// The correction is capped where two directions oppose each other: beyond 90° there is no direction to keep.
/// </remarks>
public static class LatentBlend
{
    // Orthogonal vectors of one length, the typical pair of independent latents, need exactly √2 half-way.
    private static readonly float MaximumGain = MathF.Sqrt(2f);

    // Below it two directions are one, or opposed; NaN (a latent of zeros) is not above it either.
    private const double SmallestSine = 1e-6;

    /// <summary>Blends position by position.</summary>
    /// <param name="from">Latent <c>[C, h, w]</c> at t = 0.</param>
    /// <param name="to">Latent <c>[C, h, w]</c> at t = 1.</param>
    /// <param name="t">In [0, 1].</param>
    /// <param name="channels">C.</param>
    /// <param name="interpolation">Whether lengths are kept position by position (<see cref="InterpolationKind.Gaussian"/>), as a whole, or not.</param>
    /// <param name="destination">Receives <c>[C, h, w]</c>; may be one of the inputs.</param>
    /// <exception cref="ShapeException">The lengths differ or are not a multiple of C.</exception>
    public static void Blend(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double t, int channels, InterpolationKind interpolation, Span<float> destination)
    {
        if (from.Length != to.Length || from.Length != destination.Length || from.Length % channels != 0)
        {
            throw new ShapeException($"Cannot blend latents of {from.Length} and {to.Length} values into {destination.Length}; all three need one multiple of {channels} channels.");
        }

        switch (interpolation)
        {
            case InterpolationKind.Lerp:
                Weigh(from, to, (float)(1.0 - t), (float)t, destination);
                break;
            case InterpolationKind.Slerp:
                AlongTheSphere(from, to, t, destination);
                break;
            default:
                PositionByPosition(from, to, (float)t, from.Length / channels, destination);
                break;
        }
    }

    private static void PositionByPosition(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float b, int positions, Span<float> destination)
    {
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

    // Shoemake 1985: sin((1 − t)Ω)/sin Ω and sin(tΩ)/sin Ω; between parallel vectors that is the straight line.
    internal static void AlongTheSphere(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double t, Span<float> destination)
    {
        double product = 0, squareFrom = 0, squareTo = 0;
        for (var i = 0; i < from.Length; i++)
        {
            product += (double)from[i] * to[i];
            squareFrom += (double)from[i] * from[i];
            squareTo += (double)to[i] * to[i];
        }

        var cosine = product / Math.Sqrt(squareFrom * squareTo);
        var angle = Math.Acos(Math.Clamp(cosine, -1.0, 1.0));
        var sine = Math.Sin(angle);
        var (a, b) = sine > SmallestSine ? (Math.Sin((1.0 - t) * angle) / sine, Math.Sin(t * angle) / sine) : (1.0 - t, t);
        Weigh(from, to, (float)a, (float)b, destination);
    }

    /// <summary>Adds with weights.</summary>
    /// <param name="from">Values.</param>
    /// <param name="to">As many.</param>
    /// <param name="a">Weight of the first.</param>
    /// <param name="b">Weight of the second.</param>
    /// <param name="destination">Receives as many; may be one of the inputs.</param>
    internal static void Weigh(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float a, float b, Span<float> destination)
    {
        // Each value by itself, so that the width of a vector changes no bit.
        var (left, right) = (new Vector<float>(a), new Vector<float>(b));
        var i = 0;
        for (; i <= destination.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ((left * new Vector<float>(from[i..])) + (right * new Vector<float>(to[i..]))).CopyTo(destination[i..]);
        }

        for (; i < destination.Length; i++)
        {
            destination[i] = (a * from[i]) + (b * to[i]);
        }
    }

    internal static float Gain(float target, float length) =>
        target <= 0 ? 1f : length <= target / MaximumGain ? MaximumGain : target / length;
}
