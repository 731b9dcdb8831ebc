namespace SixLabors.ImageSharp.Formats.Webp;

public enum WebpFileFormatType
{
    Lossless = 0,
    Lossy = 1,
}
