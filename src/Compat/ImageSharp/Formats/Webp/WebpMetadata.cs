namespace SixLabors.ImageSharp.Formats.Webp;

public class WebpMetadata : IDeepCloneable
{
    public WebpFileFormatType? FileFormat { get; set; }

    /// <summary>How often an animation plays; 0 = for ever.</summary>
    public ushort RepeatCount { get; set; } = 1;

    public IDeepCloneable DeepClone() => new WebpMetadata { FileFormat = FileFormat, RepeatCount = RepeatCount };
}
