using SixLabors.ImageSharp.Processing.Operations;
using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

public static class ResizeExtensions
{
    /// <summary>Bicubic, without regard to the aspect ratio; a side that is 0 follows from the other.</summary>
    /// <exception cref="ArgumentException">Both sides are 0, or one is negative.</exception>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, Size size) => source.Resize(size.Width, size.Height);

    /// <inheritdoc cref="Resize(IImageProcessingContext, Size)"/>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, int width, int height) =>
        source.Resize(width, height, KnownResamplers.Bicubic);

    /// <inheritdoc cref="Resize(IImageProcessingContext, Size)"/>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, int width, int height, IResampler sampler) =>
        source.Resize(new ResizeOptions { Size = new Size(width, height), Mode = ResizeMode.Stretch, Sampler = sampler });

    /// <inheritdoc cref="Resize(IImageProcessingContext, Size)"/>
    public static IImageProcessingContext Resize(this IImageProcessingContext source, ResizeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(options.Sampler);
        return source.Apply(new ResizeOperation(options));
    }
}
