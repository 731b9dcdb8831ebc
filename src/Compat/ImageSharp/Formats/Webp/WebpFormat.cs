namespace SixLabors.ImageSharp.Formats.Webp;

public sealed class WebpFormat : IImageFormat<WebpMetadata, WebpFrameMetadata>
{
    private WebpFormat()
    {
    }

    public static WebpFormat Instance { get; } = new();

    public string Name => "Webp";

    public string DefaultMimeType => "image/webp";

    public IEnumerable<string> MimeTypes { get; } = ["image/webp"];

    public IEnumerable<string> FileExtensions { get; } = ["webp"];

    public WebpMetadata CreateDefaultFormatMetadata() => new();

    public WebpFrameMetadata CreateDefaultFormatFrameMetadata() => new();
}
