namespace SixLabors.ImageSharp.Formats.Gif;

public class GifFrameMetadata : IDeepCloneable
{
    /// <summary>How long the frame stays, in hundredths of a second.</summary>
    public int FrameDelay { get; set; }

    public IDeepCloneable DeepClone() => new GifFrameMetadata { FrameDelay = FrameDelay };
}
