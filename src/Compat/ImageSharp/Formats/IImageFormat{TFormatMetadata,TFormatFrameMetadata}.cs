namespace SixLabors.ImageSharp.Formats;

public interface IImageFormat<out TFormatMetadata, out TFormatFrameMetadata> : IImageFormat<TFormatMetadata>
    where TFormatMetadata : class
    where TFormatFrameMetadata : class
{
    TFormatFrameMetadata CreateDefaultFormatFrameMetadata();
}
