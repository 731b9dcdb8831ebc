using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Models.Convolutions;
using TorchSharp;

namespace FaeRealtime.Evaluation.Metrics;

/// <summary>Structural similarity of images in [0, 1].</summary>
/// <remarks>
/// Wang et al. 2004: Gaussian window of 11 pixels with deviation 1.5, K₁ = 0.01, K₂ = 0.03, range 1, moments weighted by the window without N − 1 correction, only places where
/// the whole window lies inside the image, each of R, G and B by itself, then the mean of the three. Images narrower than the window get the largest odd one that fits.
/// </remarks>
internal static class Ssim
{
    private const int Window = 11;
    private const double Deviation = 1.5;
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    /// <summary>The similarity of each image, after clamping.</summary>
    /// <param name="reconstructed"><c>[B, 3, H, W]</c>. Borrowed.</param>
    /// <param name="images"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    /// <returns>1 for equal images.</returns>
    public static IEnumerable<double> Each(torch.Tensor reconstructed, torch.Tensor images)
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (x, y) = (Planes(reconstructed.clamp(0, 1)), Planes(images)); // [B·3, 1, H, W]
        var side = Math.Min(Window, (int)Math.Min(x.shape[2], x.shape[3]));
        var window = Kernel(side % 2 == 0 ? side - 1 : side, x.device);
        torch.Tensor Mean(torch.Tensor planes) => ConvolutionKernels.Conv2d(planes, window); // [B·3, 1, h, w]
        var (meanX, meanY) = (Mean(x), Mean(y));
        var varianceX = Mean(x * x) - (meanX * meanX);
        var varianceY = Mean(y * y) - (meanY * meanY);
        var covariance = Mean(x * y) - (meanX * meanY);
        var similarity = ((meanX * meanY * 2) + C1) * ((covariance * 2) + C2)
            / (((meanX * meanX) + (meanY * meanY) + C1) * (varianceX + varianceY + C2));
        return TensorExport.Values<double>(similarity.reshape(reconstructed.shape[0], -1).mean([1L])); // [B]
    }

    private static torch.Tensor Planes(torch.Tensor images) =>
        images.reshape(-1, 1, images.shape[2], images.shape[3]).to(torch.ScalarType.Float64); // [B·3, 1, H, W]

    private static torch.Tensor Kernel(int side, torch.Device device)
    {
        double[] line = [.. Enumerable.Range(0, side).Select(i => Math.Exp(-Math.Pow(i - (side / 2), 2) / (2 * Deviation * Deviation)))];
        using var weights = torch.tensor(line, device: device);
        using var outer = weights.outer(weights);
        using var sum = outer.sum();
        return (outer / sum).reshape(1, 1, side, side); // [1, 1, w, w]
    }
}
