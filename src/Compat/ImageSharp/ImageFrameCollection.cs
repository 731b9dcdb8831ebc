using System.Collections;

namespace SixLabors.ImageSharp;

/// <summary>The frames of an image of any pixel format.</summary>
public abstract class ImageFrameCollection : IDisposable, IEnumerable<ImageFrame>
{
    protected ImageFrameCollection()
    {
    }

    public abstract int Count { get; }

    public ImageFrame RootFrame => NonGenericRootFrame;

    protected abstract ImageFrame NonGenericRootFrame { get; }

    public ImageFrame this[int index] => NonGenericGetFrame(index);

    /// <summary>Removes the frame at an index; the last one cannot be.</summary>
    public abstract void RemoveFrame(int index);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    IEnumerator<ImageFrame> IEnumerable<ImageFrame>.GetEnumerator() => NonGenericGetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => NonGenericGetEnumerator();

    protected abstract IEnumerator<ImageFrame> NonGenericGetEnumerator();

    protected abstract ImageFrame NonGenericGetFrame(int index);

    protected abstract void Dispose(bool disposing);
}
