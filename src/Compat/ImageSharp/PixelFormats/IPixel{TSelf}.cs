namespace SixLabors.ImageSharp.PixelFormats;

public interface IPixel<TSelf> : IPixel, IEquatable<TSelf>
    where TSelf : unmanaged, IPixel<TSelf>
{
    internal static abstract PixelLayout Layout { get; }
}
