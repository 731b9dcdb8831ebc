using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Data.Resampling;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Data.Loading;

/// <summary>From an image's place on disk to the model's input: read, decoded, cropped as ADM does.</summary>
internal static class ImageReader
{
    /// <summary>Reads one image. Safe on any thread.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="entry">The image.</param>
    /// <param name="size">Side of the result.</param>
    public static DecodedImage Read(string folder, ImageEntry entry, int size)
    {
        byte[]? planes = null;
        var problem = Try(folder, entry, bytes => planes = Planes(AdmCentreCrop.Apply(ImageDecoder.DecodeRgb(bytes), size)));
        return new DecodedImage(planes, problem);
    }

    /// <summary>What is wrong with an image, found out by decoding it; null for nothing. Safe on any thread.</summary>
    public static string? Problem(string folder, ImageEntry entry) => Try(folder, entry, bytes => ImageDecoder.DecodeRgb(bytes));

    /// <summary>Width and height as its header says, or null where it has none.</summary>
    public static (int Width, int Height)? Size(string folder, ImageEntry entry)
    {
        (int, int)? size = null;
        Try(folder, entry, bytes => size = ImageDecoder.ReadSize(bytes));
        return size;
    }

    private static string? Try(string folder, ImageEntry entry, Action<byte[]> use)
    {
        if (entry.Defect is not null)
        {
            return entry.Defect;
        }

        try
        {
            use(ImageFiles.Read(folder, entry));
            return null;
        }
        catch (Exception failure) when (failure is ImageFileException or IOException or UnauthorizedAccessException)
        {
            return failure is FileNotFoundException or DirectoryNotFoundException ? "absent" : failure.Message;
        }
    }

    private static byte[] Planes(RgbImage image)
    {
        var (pixels, area) = (image.Pixels, image.Width * image.Height);
        var planes = new byte[pixels.Length];
        for (var i = 0; i < area; i++)
        {
            planes[i] = pixels[3 * i];
            planes[area + i] = pixels[(3 * i) + 1];
            planes[(2 * area) + i] = pixels[(3 * i) + 2];
        }

        return planes;
    }
}

/// <summary>What decoding an image gave: pixels, or the reason why there are none.</summary>
/// <param name="Planes">Planar RGB, <c>[3, S, S]</c>.</param>
/// <param name="Failure">Set where <paramref name="Planes"/> is null.</param>
internal readonly record struct DecodedImage(byte[]? Planes, string? Failure);
