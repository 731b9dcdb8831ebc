using System.Drawing;

namespace FaeRealtime.Data.Resampling;

/// <summary>The square that ADM, DiT, SiT and all that compare with them train on and measure against.</summary>
/// <remarks>
/// guided-diffusion <c>image_datasets.py</c>, <c>center_crop_arr</c>: halve by box while the shorter side is at least twice the target, bring the shorter side to the target by bicubic,
/// cut the centre. Small images are enlarged the same way.
/// </remarks>
internal static class AdmCentreCrop
{
    /// <summary>Crops.</summary>
    /// <param name="image">At least 1 × 1. Borrowed; the result may be the same object.</param>
    /// <param name="size">Side of the result in pixels.</param>
    public static RgbImage Apply(RgbImage image, int size)
    {
        while (Math.Min(image.Width, image.Height) >= 2 * size)
        {
            image = PillowResize.Resize(image, image.Width / 2, image.Height / 2, ResampleFilter.Box);
        }

        var scale = (double)size / Math.Min(image.Width, image.Height);
        var whole = new Size(Scaled(image.Width, scale), Scaled(image.Height, scale));
        var window = new Rectangle((whole.Width - size) / 2, (whole.Height - size) / 2, size, size);
        return PillowResize.Resize(image, whole, window, ResampleFilter.Bicubic);
    }

    private static int Scaled(int side, double scale) => (int)Math.Round(side * scale, MidpointRounding.ToEven);
}
