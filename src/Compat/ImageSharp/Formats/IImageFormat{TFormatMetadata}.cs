namespace SixLabors.ImageSharp.Formats;

public interface IImageFormat<out TFormatMetadata> : IImageFormat
    where TFormatMetadata : class
{
    TFormatMetadata CreateDefaultFormatMetadata();
}
