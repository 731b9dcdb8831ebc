using FaeRealtime.Models.Checkpoints;
using TorchSharp;

namespace FaeRealtime.Training.Validation;

/// <summary>Peak signal-to-noise ratio of images in [0, 1].</summary>
internal static class Psnr
{
    // Equal images have no error to measure; 100 dB is beyond eight bits.
    private const double Highest = 100;

    /// <summary>The ratio of each image after clamping, in dB.</summary>
    /// <param name="decoded"><c>[B, 3, H, W]</c>. Borrowed.</param>
    /// <param name="images"><c>[B, 3, H, W]</c> in [0, 1]. Borrowed.</param>
    public static IEnumerable<double> Each(torch.Tensor decoded, torch.Tensor images)
    {
        using var scope = torch.NewDisposeScope();
        var errors = (decoded.clamp(0, 1) - images).square().mean([1L, 2L, 3L]);
        return [.. TensorExport.Values(errors).Select(error => error > 0 ? Math.Min(Highest, -10 * Math.Log10(error)) : Highest)];
    }
}
