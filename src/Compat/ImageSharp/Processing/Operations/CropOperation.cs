namespace SixLabors.ImageSharp.Processing.Operations;

internal sealed class CropOperation(Rectangle rectangle) : ImageOperation
{
    internal override Size OutputSize(Size source) =>
        rectangle.Width > 0 && rectangle.Height > 0 && new Rectangle(0, 0, source.Width, source.Height).Contains(rectangle)
            ? new Size(rectangle.Width, rectangle.Height)
            : throw new ArgumentException($"Crop rectangle should be smaller than the source bounds: {rectangle} in {source}.");

    internal override void Run(PixelPlane source, PixelPlane destination)
    {
        int left = rectangle.X * (int)source.Layout;
        for (int y = 0; y < rectangle.Height; y++)
        {
            source.Row(rectangle.Y + y).Slice(left, destination.Stride).CopyTo(destination.Row(y));
        }
    }
}
