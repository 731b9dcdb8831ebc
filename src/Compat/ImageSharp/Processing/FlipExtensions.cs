using SixLabors.ImageSharp.Processing.Operations;

namespace SixLabors.ImageSharp.Processing;

public static class FlipExtensions
{
    public static IImageProcessingContext Flip(this IImageProcessingContext source, FlipMode flipMode) =>
        source.Apply(new FlipOperation(flipMode));
}
