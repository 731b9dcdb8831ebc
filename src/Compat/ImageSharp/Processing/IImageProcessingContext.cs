using SixLabors.ImageSharp.Processing.Operations;

namespace SixLabors.ImageSharp.Processing;

public interface IImageProcessingContext
{
    /// <summary>The size after the operations so far.</summary>
    Size GetCurrentSize();

    internal IImageProcessingContext Apply(ImageOperation operation);
}
