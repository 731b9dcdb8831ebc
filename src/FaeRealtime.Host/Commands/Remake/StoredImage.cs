using System.Globalization;
using System.Text;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Video.Formats.Png;
using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Remake;

/// <summary>A picture file's pixels and what it says about itself.</summary>
internal sealed class StoredImage
{
    private const string FrameKeyword = "frame";

    private StoredImage(RgbaImage image, int? frame) => (Width, Height, Pixels, Frame) = (image.Width, image.Height, image.Pixels, frame);

    public int Width { get; }

    public int Height { get; }

    /// <summary>RGBA, top row first.</summary>
    public byte[] Pixels { get; }

    /// <summary>Which frame of a video it is, from 0; null for none.</summary>
    public int? Frame { get; }

    /// <exception cref="ImageFileException">It is no PNG, or damaged.</exception>
    public static StoredImage Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = InputFile.ReadBytes(path, InputFile.ImageLimit);
            if (bytes.AsSpan().StartsWith(FileSignatures.Png))
            {
                return new StoredImage(ImageDecoder.DecodeRgba(bytes), FrameOf(bytes));
            }
        }
        catch (Exception failure) when (failure is ImageFileException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"{path} cannot be read: {failure.Message} Use another copy.", failure);
        }

        throw new ImageFileException($"{path} is no PNG, and other files do not keep every pixel. Give a PNG; 'fae info {path}' shows what made it.");
    }

    private static int? FrameOf(byte[] file)
    {
        var text = PngText.Find(new ContainerReader(new MemoryStream(file)), FrameKeyword);
        return text is not null && int.TryParse(Encoding.Latin1.GetString(text.Bytes), NumberStyles.None, CultureInfo.InvariantCulture, out var frame) ? frame : null;
    }
}
