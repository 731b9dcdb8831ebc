using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Operations;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Frames on their way through a row of operations. It starts with the image's own and never writes to those.</summary>
internal sealed class ProcessingContext<TPixel> : IImageProcessingContext, IDisposable
    where TPixel : unmanaged, IPixel<TPixel>
{
    private ImageFrame<TPixel>[] frames;

    internal ProcessingContext(ImageFrame<TPixel>[] borrowed) => frames = borrowed;

    /// <summary>Whether an operation ran, so that the frames are this context's own.</summary>
    internal bool Changed { get; private set; }

    public Size GetCurrentSize() => frames[0].Size();

    IImageProcessingContext IImageProcessingContext.Apply(ImageOperation operation)
    {
        Size size = operation.OutputSize(GetCurrentSize());
        if (operation.InPlace)
        {
            Own();
            foreach (ImageFrame<TPixel> frame in frames)
            {
                operation.Run(new PixelPlane(frame), new PixelPlane(frame));
            }
        }
        else
        {
            Replace(Array.ConvertAll(frames, frame => Run(operation, frame, size)));
        }

        return this;
    }

    /// <summary>Hands the frames over; the caller disposes.</summary>
    internal ImageFrame<TPixel>[] Detach()
    {
        Own();
        Changed = false;
        return frames;
    }

    public void Dispose()
    {
        if (Changed)
        {
            Array.ForEach(frames, frame => frame.Dispose());
        }
    }

    private static ImageFrame<TPixel> Run(ImageOperation operation, ImageFrame<TPixel> frame, Size size)
    {
        ImageFrame<TPixel> result = new(size.Width, size.Height, frame.Metadata.DeepClone());
        operation.Run(new PixelPlane(frame), new PixelPlane(result));
        return result;
    }

    private void Own()
    {
        if (!Changed)
        {
            Replace(Array.ConvertAll(frames, frame => frame.Clone()));
        }
    }

    private void Replace(ImageFrame<TPixel>[] results)
    {
        Dispose();
        frames = results;
        Changed = true;
    }
}
