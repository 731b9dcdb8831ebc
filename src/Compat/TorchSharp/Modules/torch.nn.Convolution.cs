using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            Conv2d(in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation), padding_mode, groups, bias, device, dtype);

        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
        {
            ConvolutionShape shape = Shape(in_channels, out_channels, kernel_size, stride, dilation, padding_mode, groups, bias);
            return new Conv2d(shape with { Padding = Pair(padding ?? (0, 0)) }, device, dtype);
        }

        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
            Conv2d(in_channels, out_channels, (kernel_size, kernel_size), padding, (stride, stride), (dilation, dilation), padding_mode, groups, bias, device, dtype);

        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, Padding padding, (long, long)? stride = null, (long, long)? dilation = null,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null)
        {
            ConvolutionShape shape = Shape(in_channels, out_channels, kernel_size, stride, dilation, padding_mode, groups, bias);
            return new Conv2d(shape with { PaddingType = padding }, device, dtype);
        }

        public static MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
            new([kernel_size, kernel_size], Square(stride), Square(padding), Square(dilation), ceil_mode);

        public static MaxPool2d MaxPool2d(
            (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, bool ceil_mode = false) =>
            new(Pair(kernel_size), Pair(stride), Pair(padding), Pair(dilation), ceil_mode);

        private static ConvolutionShape Shape(
            long inChannels, long outChannels, (long, long) kernel, (long, long)? stride, (long, long)? dilation, PaddingModes mode, long groups, bool bias) => new()
        {
            InChannels = inChannels,
            OutChannels = outChannels,
            Kernel = Pair(kernel),
            Stride = Pair(stride ?? (1, 1)),
            Dilation = Pair(dilation ?? (1, 1)),
            PaddingMode = mode,
            Groups = groups,
            Bias = bias,
        };

        private static long[] Pair((long First, long Second) pair) => [pair.First, pair.Second];

        private static long[]? Pair((long, long)? pair) => pair is { } given ? Pair(given) : null;

        private static long[]? Square(long? side) => side is { } given ? [given, given] : null;
    }
}
