namespace SixLabors.ImageSharp.Codecs;

/// <summary>The numbers of <c>fae_image_format</c>.</summary>
internal enum CodecFormat
{
    Jpeg = 0,
    Png = 1,
    Webp = 2,
    Gif = 3,
}
