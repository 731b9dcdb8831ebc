using FaeRealtime.Core.Errors;
using FaeRealtime.Host.Output.Notes;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Offline;

/// <summary>A picture file's pixels and what it says about itself.</summary>
internal sealed class StoredPicture
{
    private const string FrameKeyword = "frame";

    private StoredPicture(Image<Rgba32> image)
    {
        (Width, Height, Pixels) = (image.Width, image.Height, new byte[image.Width * image.Height * 4]);
        image.CopyPixelDataTo(Pixels);
        var text = image.Metadata.GetPngMetadata().TextData.FirstOrDefault(item => item.Keyword == FrameKeyword).Value;
        Frame = int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var frame) ? frame : null;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>RGBA, top row first.</summary>
    public byte[] Pixels { get; }

    /// <summary>Which frame of a film it is, from 0; null for none.</summary>
    public int? Frame { get; }

    /// <exception cref="ImageFileException">It is no PNG, or damaged.</exception>
    public static StoredPicture Load(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (!bytes.AsSpan().StartsWith(PngNotes.Signature))
            {
                throw new ImageFileException($"{path} is no PNG, and other files do not keep every pixel. Give a PNG; 'fae info {path}' shows what made it.");
            }

            using var image = Image.Load<Rgba32>(bytes);
            return new StoredPicture(image);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ImageFormatException)
        {
            throw new ImageFileException($"{path} cannot be read: {failure.Message} Use another copy.", failure);
        }
    }
}
