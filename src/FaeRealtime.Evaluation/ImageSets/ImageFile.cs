using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Decoding;
using FaeRealtime.Data.Resampling;

namespace FaeRealtime.Evaluation.ImageSets;

/// <summary>One image file at a requested size.</summary>
internal static class ImageFile
{
    /// <summary>Reads a file and crops it as ADM does; an image of that size stays as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Width and height of the result.</param>
    /// <exception cref="ImageFileException">It is missing or no image.</exception>
    public static RgbImage Read(string path, int side)
    {
        try
        {
            return AdmCentreCrop.Apply(ImageDecoder.DecodeRgb(InputFile.ReadBytes(path, InputFile.ImageLimit)), side);
        }
        catch (Exception failure) when (failure is ImageFileException or IOException or UnauthorizedAccessException)
        {
            throw new ImageFileException($"Picture {path} cannot be read: {failure.Message} Give PNG, JPEG, WebP or GIF files.", failure);
        }
    }
}
