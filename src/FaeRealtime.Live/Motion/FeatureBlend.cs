using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FaeRealtime.Core.Errors;
using FaeRealtime.Live.Parameters;

namespace FaeRealtime.Live.Motion;

/// <summary>Interpolation between the features of two pictures.</summary>
/// <remarks>
/// Features are standardised, value by value, over the training data, and those of independent pictures point in different directions (a cosine of about 0.3 in the default model): half-way a straight blend is
/// shorter than its ends and the pixel decoder paints it pale, as a dissolve. As in <see cref="LatentBlend"/> each position, here a token, is blended straight and brought to the interpolated length.
/// </remarks>
public static class FeatureBlend
{
    /// <summary>Blends token by token.</summary>
    /// <param name="from">Features <c>[T, D]</c> at t = 0.</param>
    /// <param name="to">Features <c>[T, D]</c> at t = 1.</param>
    /// <param name="t">In [0, 1].</param>
    /// <param name="width">D.</param>
    /// <param name="interpolation">Whether lengths are kept token by token (<see cref="InterpolationKind.Gaussian"/>), as a whole, or not.</param>
    /// <param name="destination">Receives <c>[T, D]</c>; may be one of the inputs.</param>
    /// <exception cref="ShapeException">The lengths differ or are not a multiple of D.</exception>
    public static void Blend(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double t, int width, InterpolationKind interpolation, Span<float> destination)
    {
        if (from.Length != to.Length || from.Length != destination.Length || from.Length % width != 0)
        {
            throw new ShapeException($"Cannot blend features of {from.Length} and {to.Length} values into {destination.Length}; all three need one multiple of the width {width}.");
        }

        switch (interpolation)
        {
            case InterpolationKind.Lerp:
                LatentBlend.Weigh(from, to, (float)(1.0 - t), (float)t, destination);
                break;
            case InterpolationKind.Slerp:
                LatentBlend.AlongTheSphere(from, to, t, destination);
                break;
            default:
                for (var i = 0; i < from.Length; i += width)
                {
                    Token(from.Slice(i, width), to.Slice(i, width), (float)t, destination.Slice(i, width));
                }

                break;
        }
    }

    private static void Token(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float b, Span<float> destination)
    {
        var a = 1f - b;
        var (lengthFrom, lengthTo, product) = Products(from, to);
        var target = (a * MathF.Sqrt(lengthFrom)) + (b * MathF.Sqrt(lengthTo));

        // |a·x + b·y|², which rounding may leave a little below 0 where the two oppose each other.
        var mixed = (a * a * lengthFrom) + (2f * a * b * product) + (b * b * lengthTo);
        var gain = LatentBlend.Gain(target, MathF.Sqrt(MathF.Max(0f, mixed)));
        LatentBlend.Weigh(from, to, gain * a, gain * b, destination);
    }

    // x·x, y·y, x·y. Four sums on every machine, so that the width of its vectors changes no bit.
    private static (float From, float To, float Both) Products(ReadOnlySpan<float> from, ReadOnlySpan<float> to)
    {
        var x = MemoryMarshal.Cast<float, Vector128<float>>(from);
        var y = MemoryMarshal.Cast<float, Vector128<float>>(to);
        var (xx, yy, xy) = (Vector128<float>.Zero, Vector128<float>.Zero, Vector128<float>.Zero);
        for (var i = 0; i < x.Length; i++)
        {
            (xx, yy, xy) = (xx + (x[i] * x[i]), yy + (y[i] * y[i]), xy + (x[i] * y[i]));
        }

        var (sumFrom, sumTo, sumBoth) = (Sum(xx), Sum(yy), Sum(xy));
        for (var i = x.Length * Vector128<float>.Count; i < from.Length; i++)
        {
            sumFrom += from[i] * from[i];
            sumTo += to[i] * to[i];
            sumBoth += from[i] * to[i];
        }

        return (sumFrom, sumTo, sumBoth);
    }

    private static float Sum(Vector128<float> values) => (values[0] + values[1]) + (values[2] + values[3]);
}
