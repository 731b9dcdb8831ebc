using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator PixelShuffle = Operator.Get("aten::pixel_shuffle");
            private static readonly Operator PixelUnshuffle = Operator.Get("aten::pixel_unshuffle");
            private static readonly Operator ImageToColumns = Operator.Get("aten::im2col");

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => PixelShuffle.Call(input, upscale_factor);

            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => PixelUnshuffle.Call(input, downscale_factor);

            /// <summary>Patches of <c>[B, C, H, W]</c> as columns: <c>[B, C·k·k, L]</c>.</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Tensor unfold(
                Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                ImageToColumns.Call(input, Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));
        }
    }
}
