using SixLabors.ImageSharp.Processing.Operations;

namespace SixLabors.ImageSharp.Processing;

public static class DrawImageExtensions
{
    /// <summary>Blends an image over this one at its top left corner.</summary>
    /// <inheritdoc cref="DrawImage(IImageProcessingContext, Image, Point, float)"/>
    public static IImageProcessingContext DrawImage(this IImageProcessingContext source, Image foreground, float opacity) =>
        source.DrawImage(foreground, Point.Empty, opacity);

    /// <summary>Blends an image over this one; what falls outside is cut off.</summary>
    /// <param name="source">The operations so far.</param>
    /// <param name="foreground">Any pixel format; its root frame is drawn on each frame. Borrowed.</param>
    /// <param name="backgroundLocation">Where its top left corner comes to lie.</param>
    /// <param name="opacity">0 to 1, times the foreground's alpha.</param>
    /// <exception cref="ArgumentOutOfRangeException">The opacity is outside 0 to 1.</exception>
    public static IImageProcessingContext DrawImage(
        this IImageProcessingContext source, Image foreground, Point backgroundLocation, float opacity)
    {
        ArgumentNullException.ThrowIfNull(foreground);
        return source.Apply(new DrawOperation(foreground.Frames.RootFrame, backgroundLocation, opacity));
    }
}
