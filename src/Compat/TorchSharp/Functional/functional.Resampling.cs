using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator Nearest = Operator.Get("aten::upsample_nearest2d");
            private static readonly Operator NearestExact = Operator.Get("aten::_upsample_nearest_exact2d");
            private static readonly Operator Bilinear = Operator.Get("aten::upsample_bilinear2d");
            private static readonly Operator Bicubic = Operator.Get("aten::upsample_bicubic2d");
            private static readonly Operator BilinearAntialiased = Operator.Get("aten::_upsample_bilinear2d_aa");
            private static readonly Operator BicubicAntialiased = Operator.Get("aten::_upsample_bicubic2d_aa");

            /// <summary>Resamples <c>[B, C, H, W]</c> to a size or by a factor.</summary>
            /// <remarks>
            /// A factor is handed to the kernel, as PyTorch does: with 7 → 16 by 2.30 the kernel steps by 1/2.30, not by 7/16.
            /// <paramref name="recompute_scale_factor"/> makes it use the sizes instead. Images only: other ranks are not covered.
            /// </remarks>
            /// <exception cref="ArgumentException">Both or neither of size and factor, a rank other than 4, or an option that the mode lacks.</exception>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                CheckInterpolation(x, size, scale_factor, mode, align_corners, antialias);
                long[] target = TargetSize(x, size, scale_factor);
                double[]? factors = recompute_scale_factor ? null : Both(scale_factor);
                Argument vertical = factors is null ? Argument.None : factors[0];
                Argument horizontal = factors is null ? Argument.None : factors[1];
                bool corners = align_corners ?? false;
                return mode switch
                {
                    InterpolationMode.Nearest => Nearest.Call(x, target, vertical, horizontal),
                    InterpolationMode.NearestExact => NearestExact.Call(x, target, vertical, horizontal),
                    InterpolationMode.Area => adaptive_avg_pool2d(x, target),
                    InterpolationMode.Bilinear => (antialias ? BilinearAntialiased : Bilinear).Call(x, target, corners, vertical, horizontal),
                    InterpolationMode.Bicubic => (antialias ? BicubicAntialiased : Bicubic).Call(x, target, corners, vertical, horizontal),
                    _ => throw new ArgumentException($"Interpolation of [B, C, H, W] by {mode} is not covered.", nameof(mode)),
                };
            }

            private static void CheckInterpolation(
                Tensor x, long[]? size, double[]? factor, InterpolationMode mode, bool? alignCorners, bool antialias)
            {
                if (x.ndim != 4)
                {
                    throw new ArgumentException($"interpolate takes [B, C, H, W], got {x.ndim} dimensions.", nameof(x));
                }

                if (size is null == factor is null)
                {
                    throw new ArgumentException("interpolate takes exactly one of size and scale_factor.", nameof(size));
                }

                bool smooth = mode is InterpolationMode.Bilinear or InterpolationMode.Bicubic;
                if (alignCorners is not null && !smooth)
                {
                    throw new ArgumentException($"align_corners does not apply to {mode}.", nameof(alignCorners));
                }

                if (antialias && !smooth)
                {
                    throw new ArgumentException($"antialias applies to Bilinear and Bicubic only, not {mode}.", nameof(antialias));
                }
            }

            private static long[] TargetSize(Tensor x, long[]? size, double[]? factor)
            {
                if (size is not null)
                {
                    return size.Length == 1 ? [size[0], size[0]] : size;
                }

                double[] factors = Both(factor)!;
                return [(long)Math.Floor(x.size(2) * factors[0]), (long)Math.Floor(x.size(3) * factors[1])];
            }

            private static double[]? Both(double[]? factor) =>
                factor is { Length: 1 } ? [factor[0], factor[0]] : factor;
        }
    }
}
