namespace SixLabors.ImageSharp.Processing.Operations;

/// <summary>One step of <c>Mutate</c> or <c>Clone</c>, applied to each frame.</summary>
internal abstract class ImageOperation
{
    /// <summary>Whether <see cref="Run"/> writes only some pixels and may be given the same plane twice.</summary>
    internal virtual bool InPlace => false;

    /// <summary>The size of the result; refuses what cannot be done before any pixel is touched.</summary>
    internal abstract Size OutputSize(Size source);

    internal abstract void Run(PixelPlane source, PixelPlane destination);
}
