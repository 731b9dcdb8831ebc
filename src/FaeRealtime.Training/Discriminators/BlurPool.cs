using FaeRealtime.Models.Convolutions;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace FaeRealtime.Training.Discriminators;

/// <summary>Halves the sides through the binomial filter [1, 3, 3, 1]/8 along each, so that no pixel is left out (Zhang 2019, arXiv:1904.11486).</summary>
internal static class BlurPool
{
    private const long Stride = 2;
    private static readonly float[] Filter = [0.125f, 0.375f, 0.375f, 0.125f];

    /// <summary>Filters every channel alone, zeros around as TensorFlow's "same".</summary>
    /// <param name="x"><c>[B, C, H, W]</c>. Borrowed.</param>
    /// <returns><c>[B, C, ⌈H/2⌉, ⌈W/2⌉]</c>; the caller disposes.</returns>
    public static Tensor Halve(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (top, bottom) = Around(x.size(2));
        var (left, right) = Around(x.size(3));
        var line = tensor(Filter, device: x.device).to_type(x.dtype); // [4]
        var filter = line.unsqueeze(1) * line; // [4, 4]
        return ConvolutionKernels.DepthwiseConv2d(F.pad(x, [left, right, top, bottom]), filter, Stride).MoveToOuterDisposeScope(); // [B, C, H / 2, W / 2]
    }

    private static (long Before, long After) Around(long length)
    {
        var all = Math.Max(0, ((((length + Stride - 1) / Stride) - 1) * Stride) + Filter.Length - length);
        return (all / 2, all - (all / 2));
    }
}
