using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

public class ResizeOptions
{
    public ResizeMode Mode { get; set; } = ResizeMode.Crop;

    public AnchorPositionMode Position { get; set; } = AnchorPositionMode.Center;

    /// <summary>The target; one side may be 0 and then follows from the other.</summary>
    public Size Size { get; set; }

    public IResampler Sampler { get; set; } = KnownResamplers.Bicubic;

    public bool PremultiplyAlpha { get; set; } = true;

    /// <summary>What <see cref="ResizeMode.Pad"/> pads with; transparent by default, which is black where there is no alpha.</summary>
    public Color PadColor { get; set; }
}
