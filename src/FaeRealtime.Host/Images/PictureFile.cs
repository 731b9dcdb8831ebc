using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png.Chunks;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Host.Images;

/// <summary>Writes PNG files whole, with what made them as text.</summary>
internal static class PictureFile
{
    /// <summary>Writes a picture.</summary>
    /// <param name="path">The file; replaced when there.</param>
    /// <param name="rgba">RGBA, top row first.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="notes">Keywords and values.</param>
    /// <exception cref="ImageFileException">The file cannot be encoded or written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> rgba, int width, int height, IEnumerable<(string Key, string Value)> notes)
    {
        try
        {
            using var image = Image.LoadPixelData<Rgba32>(rgba, width, height);
            foreach (var (key, value) in notes)
            {
                image.Metadata.GetPngMetadata().TextData.Add(new PngTextData(key, value, string.Empty, string.Empty));
            }

            AtomicFile.Write(path, stream => image.SaveAsPng(stream));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ImageFormatException)
        {
            throw new ImageFileException($"{path} cannot be written: {failure.Message} Check the folder, its permissions and free space.", failure);
        }
    }
}
