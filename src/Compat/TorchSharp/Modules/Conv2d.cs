using TorchSharp.Dispatch;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Two-dimensional cross-correlation of <c>[B, C, H, W]</c>.</summary>
public sealed class Conv2d : Convolution
{
    private static readonly Operator WithNamedPadding = Operator.Get("aten::conv2d", "padding");

    internal Conv2d(in ConvolutionShape shape, Device? device, ScalarType? dtype)
        : base(nameof(Conv2d), shape, device, dtype)
    {
    }

    public override Tensor forward(Tensor input)
    {
        if (padding_mode != PaddingModes.Zeros)
        {
            using Tensor padded = nn.functional.pad(input, Surround(), padding_mode);
            return nn.functional.conv2d(padded, weight, bias, stride, null, dilation, groups);
        }

        return padding_type is { } named
            ? WithNamedPadding.Call(input, weight, bias, stride, named == Padding.Same ? "same" : "valid", dilation, groups)
            : nn.functional.conv2d(input, weight, bias, stride, padding, dilation, groups);
    }

    /// <summary>Padding in the order of <c>pad</c>: left, right, top, bottom.</summary>
    private long[] Surround()
    {
        if (padding is { } given)
        {
            return [given[1], given[1], given[0], given[0]];
        }

        if (padding_type == Padding.Valid)
        {
            return [0, 0, 0, 0];
        }

        long height = dilation[0] * (kernel_size[0] - 1);
        long width = dilation[1] * (kernel_size[1] - 1);
        return [width / 2, width - (width / 2), height / 2, height - (height / 2)];
    }
}
