using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Convolutions;

/// <summary>Every convolution of the product, so that what libtorch's kernels need is in one place.</summary>
internal static class ConvolutionKernels
{
    /// <summary>A convolution along a sequence without padding.</summary>
    /// <param name="x"><c>[B, from, N]</c>. Borrowed.</param>
    /// <param name="weight"><c>[to, from, k]</c>, of <paramref name="x"/>'s type. Borrowed.</param>
    /// <param name="bias"><c>[to]</c>. Borrowed.</param>
    /// <returns><c>[B, to, N − k + 1]</c>; the caller disposes.</returns>
    public static Tensor Along(Tensor x, Tensor weight, Tensor bias) => F.conv1d(x, weight, bias);

    /// <summary>A convolution over pictures.</summary>
    /// <param name="x"><c>[B, from, H, W]</c>. Borrowed.</param>
    /// <param name="weight"><c>[to, from, k, k]</c>, of <paramref name="x"/>'s type. Borrowed.</param>
    /// <param name="bias"><c>[to]</c>, or null for none. Borrowed.</param>
    /// <param name="stride">Pixels from one place to the next.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <returns><c>[B, to, H', W']</c>; the caller disposes.</returns>
    public static Tensor Over(Tensor x, Tensor weight, Tensor? bias = null, long stride = 1, long padding = 0) =>
        F.conv2d(x, weight, bias, [stride, stride], [padding, padding]);

    /// <summary>One filter for every channel alone, without padding.</summary>
    /// <param name="x"><c>[B, C, H, W]</c>. Borrowed.</param>
    /// <param name="filter"><c>[k, k]</c>, of <paramref name="x"/>'s type. Borrowed.</param>
    /// <param name="stride">Pixels from one place to the next.</param>
    /// <returns><c>[B, C, H', W']</c>; the caller disposes.</returns>
    public static Tensor EachChannel(Tensor x, Tensor filter, long stride)
    {
        using var kernel = filter.expand([x.size(1), 1, filter.size(0), filter.size(1)]); // [C, 1, k, k]
        return F.conv2d(x, kernel, strides: [stride, stride], groups: x.size(1));
    }
}
