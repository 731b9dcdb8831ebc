using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator MaxPool = Operator.Get("aten::max_pool2d");
            private static readonly Operator AveragePool = Operator.Get("aten::avg_pool2d");
            private static readonly Operator AdaptiveAveragePool = Operator.Get("aten::adaptive_avg_pool2d");
            private static readonly Operator AdaptiveMaxPool = Operator.Get("aten::adaptive_max_pool2d");

            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[] strides = null!, long[] padding = null!, long[] dilation = null!, bool ceil_mode = false) =>
                MaxPool.Call(input, kernel_size, strides ?? kernel_size, padding ?? [0, 0], dilation ?? [1, 1], ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, [kernel_size, kernel_size], Square(stride)!, Square(padding)!, Square(dilation)!, ceil_mode);

            public static Tensor max_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
                max_pool2d(input, Pair(kernel_size), Pair(stride)!, Pair(padding)!, Pair(dilation)!, ceil_mode);

            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_size, long[] stride = null!, long[] padding = null!,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                AveragePool.Call(
                    input, kernel_size, stride ?? kernel_size, padding ?? [0, 0], ceil_mode, count_include_pad,
                    divisor_override is { } divisor ? divisor : Argument.None);

            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, [kernel_size, kernel_size], Square(stride)!, [padding, padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(
                Tensor input, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                bool ceil_mode = false, bool count_include_pad = true, long? divisor_override = null) =>
                avg_pool2d(input, Pair(kernel_size), Pair(stride)!, Pair(padding)!, ceil_mode, count_include_pad, divisor_override);

            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => AdaptiveAveragePool.Call(input, output_size);

            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => adaptive_avg_pool2d(input, Pair(output_size));

            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => adaptive_avg_pool2d(input, [output_size, output_size]);

            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size) => adaptive_max_pool2d_with_indices(input, output_size).Values;

            public static (Tensor Values, Tensor Indices) adaptive_max_pool2d_with_indices(Tensor input, long[] output_size)
            {
                Tensor[] both = AdaptiveMaxPool.CallMany(input, output_size);
                return (both[0], both[1]);
            }
        }
    }
}
