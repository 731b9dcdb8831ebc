using SixLabors.ImageSharp.Formats;

namespace SixLabors.ImageSharp.Metadata;

/// <summary>What a file says about a picture beside its pixels, by format.</summary>
public sealed class ImageMetadata : IDeepCloneable<ImageMetadata>
{
    private readonly Dictionary<IImageFormat, IDeepCloneable> byFormat = [];

    internal ImageMetadata()
    {
    }

    public IImageFormat? DecodedImageFormat { get; internal set; }

    /// <summary>The metadata of one format; made with its defaults at the first call.</summary>
    public TFormatMetadata GetFormatMetadata<TFormatMetadata>(IImageFormat<TFormatMetadata> key)
        where TFormatMetadata : class, IDeepCloneable
    {
        if (!byFormat.TryGetValue(key, out IDeepCloneable? metadata))
        {
            metadata = key.CreateDefaultFormatMetadata();
            byFormat[key] = metadata;
        }

        return (TFormatMetadata)metadata;
    }

    public ImageMetadata DeepClone()
    {
        ImageMetadata clone = new() { DecodedImageFormat = DecodedImageFormat };
        foreach ((IImageFormat format, IDeepCloneable metadata) in byFormat)
        {
            clone.byFormat[format] = metadata.DeepClone();
        }

        return clone;
    }
}
