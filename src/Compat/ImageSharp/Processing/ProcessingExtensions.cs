using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing;

public static class ProcessingExtensions
{
    /// <summary>Runs operations on an image; when one is refused the image is as before.</summary>
    public static void Mutate(this Image source, Action<IImageProcessingContext> operation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(operation);
        source.MutateWith(operation);
    }

    /// <inheritdoc cref="Mutate(Image, Action{IImageProcessingContext})"/>
    public static void Mutate<TPixel>(this Image<TPixel> source, Action<IImageProcessingContext> operation)
        where TPixel : unmanaged, IPixel<TPixel> => Mutate((Image)source, operation);

    /// <summary>A new image with the operations' result; the caller disposes.</summary>
    public static Image<TPixel> Clone<TPixel>(this Image<TPixel> source, Action<IImageProcessingContext> operation)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(operation);
        return source.CloneWith(operation);
    }
}
