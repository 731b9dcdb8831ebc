using TorchSharp;

namespace FaeRealtime.Data.Caches;

/// <summary>Brings images to the side that the frozen encoder takes.</summary>
internal static class EncoderInput
{
    /// <summary>Bicubic without antialias, half-pixel centres, overshoot kept: as RAE and REPA bring 256 px to DINOv2's 224.</summary>
    /// <param name="rgb"><c>[B, 3, S, S]</c> in [0, 1]. Borrowed.</param>
    /// <param name="side">The encoder's input side.</param>
    /// <returns><c>[B, 3, side, side]</c>, a little beyond [0, 1] beside hard edges; the caller disposes.</returns>
    public static torch.Tensor Resize(torch.Tensor rgb, int side)
    {
        if (rgb.shape[2] == side && rgb.shape[3] == side)
        {
            return rgb.alias();
        }

        return torch.nn.functional.interpolate(rgb, [side, side], mode: torch.InterpolationMode.Bicubic, align_corners: false);
    }
}
