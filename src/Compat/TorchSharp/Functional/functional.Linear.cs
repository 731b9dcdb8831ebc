using TorchSharp.Dispatch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator LinearMap = Operator.Get("aten::linear");
            private static readonly Operator Conv1dMap = Operator.Get("aten::conv1d");
            private static readonly Operator Conv2dMap = Operator.Get("aten::conv2d");
            private static readonly Operator ConvTranspose2dMap = Operator.Get("aten::conv_transpose2d", "input");
            private static readonly Operator OneHot = Operator.Get("aten::one_hot");

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => LinearMap.Call(input, weights, bias);

            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1)
            {
                long[] step = [stride ?? 1], around = [padding ?? 0], spread = [dilation ?? 1];
                return Conv1dMap.Call(input, weight, bias, step, around, spread, groups);
            }

            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                Conv2dMap.Call(input, weight, bias, strides ?? [1, 1], padding ?? [0, 0], dilation ?? [1, 1], groups);

            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? output_padding = null,
                long[]? dilation = null, long groups = 1) =>
                ConvTranspose2dMap.Call(
                    input, weight, bias, strides ?? [1, 1], padding ?? [0, 0], output_padding ?? [0, 0], groups, dilation ?? [1, 1]);

            public static Tensor one_hot(Tensor x, long num_classes = -1) => OneHot.Call(x, num_classes);
        }
    }
}
