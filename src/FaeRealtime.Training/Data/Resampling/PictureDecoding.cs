using FaeRealtime.Core.Errors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Training.Data.Resampling;

/// <summary>Bytes of a picture file to pixels.</summary>
internal static class PictureDecoding
{
    /// <summary>Decodes the first frame. Alpha is dropped and palettes are expanded, as <c>convert("RGB")</c> does; a camera's orientation mark is ignored.</summary>
    /// <param name="file">The file's whole content: PNG, JPEG, WebP or GIF, by content.</param>
    /// <exception cref="ImageFileException">It is empty, cut short, damaged or of another format.</exception>
    public static RgbPicture Decode(ReadOnlySpan<byte> file)
    {
        return Read(file, static bytes =>
        {
            using var image = Image.Load<Rgb24>(bytes);
            var pixels = new byte[checked(image.Width * image.Height * RgbPicture.Channels)];
            image.CopyPixelDataTo(pixels);
            return new RgbPicture(image.Width, image.Height, pixels);
        });
    }

    /// <summary>Width and height, from the header alone.</summary>
    /// <exception cref="ImageFileException">As in <see cref="Decode"/>.</exception>
    public static (int Width, int Height) Size(ReadOnlySpan<byte> file) => Read(file, static bytes =>
    {
        var info = Image.Identify(bytes.ToArray());
        return (info.Width, info.Height);
    });

    private static T Read<T>(ReadOnlySpan<byte> file, Func<ReadOnlySpan<byte>, T> read)
    {
        if (file.IsEmpty)
        {
            throw new ImageFileException("empty");
        }

        try
        {
            return read(file);
        }
        catch (ImageFormatException failure)
        {
            throw new ImageFileException(failure.Message, failure);
        }
    }
}
