using FaeRealtime.Core.Errors;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace FaeRealtime.Training.Evaluation.Sets;

/// <summary>One picture file at a wanted size.</summary>
internal static class PictureFile
{
    /// <summary>Reads a file; one of another size is resized.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Width and height of the result.</param>
    /// <returns>RGB <c>[side, side, 3]</c>.</returns>
    /// <exception cref="ImageFileException">It is missing or no picture.</exception>
    public static byte[] Read(string path, int side)
    {
        try
        {
            using var image = Image.Load<Rgb24>(path);
            if (image.Width != side || image.Height != side)
            {
                image.Mutate(context => context.Resize(side, side));
            }

            var pixels = new byte[side * side * 3];
            image.CopyPixelDataTo(pixels);
            return pixels;
        }
        catch (Exception failure) when (failure is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"Picture {path} cannot be read: {failure.Message} Give PNG, JPEG, WebP or GIF files.", failure);
        }
    }
}
