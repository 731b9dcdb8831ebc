using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Resampling;

namespace FaeRealtime.Data.Decoding;

/// <summary>Anyone's photos as training images are: turned upright (a camera's orientation mark), transparency on white, cropped to their centre and brought to a size by ADM's rule.</summary>
public static class PhotoImage
{
    /// <summary>Decodes a photo.</summary>
    /// <param name="file">PNG, JPEG, WebP, GIF or BMP: the file's whole content.</param>
    /// <param name="side">The wanted side S in pixels.</param>
    /// <returns>RGB <c>[S, S, 3]</c>, top row first.</returns>
    /// <exception cref="ImageFileException">It is no image. The message names no file.</exception>
    public static byte[] Square(ReadOnlySpan<byte> file, int side) => AdmCentreCrop.Apply(WhiteBackground.Compose(ImageDecoder.DecodeUpright(file)), side).Pixels;
}
