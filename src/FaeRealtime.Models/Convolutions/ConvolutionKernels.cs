using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Models.Convolutions;

/// <summary>Every convolution of the product, so that what libtorch's kernels need is in one place.</summary>
/// <remarks>
/// Where a gradient with respect to the input is wanted on the CPU, the channels that leave are filled up with zeros to whole blocks of oneDNN's kernels: that gradient is computed from whole blocks of the result's
/// gradient, and in libtorch 2.10 the rest of a block that was not full has been seen to hold what freed memory held (3 → 8 and 16 → 1 channels; never 8 → 16, 16 → 16, 64 → 64). The results are the same.
/// </remarks>
public static class ConvolutionKernels
{
    // Channels in a block of oneDNN's layouts for AVX-512; a multiple of AVX2's 8.
    private const long Block = 16;

    /// <summary>A convolution along a sequence without padding.</summary>
    /// <param name="x"><c>[B, from, N]</c>. Borrowed.</param>
    /// <param name="weight"><c>[to, from, k]</c>, of <paramref name="x"/>'s type. Borrowed.</param>
    /// <param name="bias"><c>[to]</c>. Borrowed.</param>
    /// <returns><c>[B, to, N − k + 1]</c>; the caller disposes.</returns>
    public static Tensor Conv1d(Tensor x, Tensor weight, Tensor bias) => InBlocks(x, weight, bias, (blocks, kernel, start) => F.conv1d(blocks, kernel, start));

    /// <summary>A convolution over images.</summary>
    /// <param name="x"><c>[B, from, H, W]</c>. Borrowed.</param>
    /// <param name="weight"><c>[to, from, k, k]</c>, of <paramref name="x"/>'s type. Borrowed.</param>
    /// <param name="bias"><c>[to]</c>, or null for none. Borrowed.</param>
    /// <param name="stride">Pixels from one place to the next.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <returns><c>[B, to, H', W']</c>; the caller disposes.</returns>
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor? bias = null, long stride = 1, long padding = 0) =>
        InBlocks(x, weight, bias, (blocks, kernel, start) => F.conv2d(blocks, kernel, start, [stride, stride], [padding, padding]));

    /// <summary>One filter for every channel alone, without padding.</summary>
    /// <param name="x"><c>[B, C, H, W]</c>. Borrowed.</param>
    /// <param name="filter"><c>[k, k]</c>, of <paramref name="x"/>'s type. Borrowed.</param>
    /// <param name="stride">Pixels from one place to the next.</param>
    /// <returns><c>[B, C, H', W']</c>; the caller disposes.</returns>
    public static Tensor DepthwiseConv2d(Tensor x, Tensor filter, long stride)
    {
        using var scope = NewDisposeScope();
        var missing = Missing(x, x.size(1));
        var channels = x.size(1) + missing;
        var kernel = filter.expand([channels, 1, filter.size(0), filter.size(1)]); // [C', 1, k, k]
        var y = F.conv2d(More(x, 1, missing), kernel, strides: [stride, stride], groups: channels); // [B, C', H', W']
        return y.narrow(1, 0, x.size(1)).MoveToOuterDisposeScope();
    }

    private static Tensor InBlocks(Tensor x, Tensor weight, Tensor? bias, Func<Tensor, Tensor, Tensor?, Tensor> convolve)
    {
        var missing = Missing(x, weight.size(0));
        if (missing == 0)
        {
            return convolve(x, weight, bias);
        }

        using var scope = NewDisposeScope();
        var y = convolve(x, More(weight, 0, missing), bias is null ? null : More(bias, 0, missing)); // [B, to', …]
        return y.narrow(1, 0, weight.size(0)).MoveToOuterDisposeScope(); // [B, to, …]
    }

    // Channels up to whole blocks, where it matters.
    private static long Missing(Tensor x, long channels) =>
        x.requires_grad && x.device_type == DeviceType.CPU ? (Block - (channels % Block)) % Block : 0;

    // Zeros at the end of an axis.
    private static Tensor More(Tensor x, int axis, long count)
    {
        if (count == 0)
        {
            return x;
        }

        var sides = new long[2 * (x.dim() - axis)];
        sides[^1] = count;
        return F.pad(x, sides);
    }
}
