namespace SixLabors.ImageSharp.Formats.Webp;

public class WebpFrameMetadata : IDeepCloneable
{
    /// <summary>How long the frame stays, in milliseconds.</summary>
    public uint FrameDelay { get; set; }

    public IDeepCloneable DeepClone() => new WebpFrameMetadata { FrameDelay = FrameDelay };
}
