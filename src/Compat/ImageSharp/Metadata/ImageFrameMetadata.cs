using SixLabors.ImageSharp.Formats;

namespace SixLabors.ImageSharp.Metadata;

/// <summary>What a file says about one frame beside its pixels, by format.</summary>
public sealed class ImageFrameMetadata : IDeepCloneable<ImageFrameMetadata>
{
    private readonly Dictionary<IImageFormat, IDeepCloneable> byFormat = [];

    internal ImageFrameMetadata()
    {
    }

    /// <summary>The frame metadata of one format; made with its defaults at the first call.</summary>
    public TFormatFrameMetadata GetFormatMetadata<TFormatMetadata, TFormatFrameMetadata>(
        IImageFormat<TFormatMetadata, TFormatFrameMetadata> key)
        where TFormatMetadata : class
        where TFormatFrameMetadata : class, IDeepCloneable
    {
        if (!byFormat.TryGetValue(key, out IDeepCloneable? metadata))
        {
            metadata = key.CreateDefaultFormatFrameMetadata();
            byFormat[key] = metadata;
        }

        return (TFormatFrameMetadata)metadata;
    }

    public ImageFrameMetadata DeepClone()
    {
        ImageFrameMetadata clone = new();
        foreach ((IImageFormat format, IDeepCloneable metadata) in byFormat)
        {
            clone.byFormat[format] = metadata.DeepClone();
        }

        return clone;
    }
}
