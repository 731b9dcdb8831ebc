using FaeRealtime.Core.Files;
using FaeRealtime.Video.Files;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace FaeRealtime.Video.Formats.Png;

/// <summary>Writes PNG files whole, with what made them as text.</summary>
public static class PngFile
{
    private const string Software = "FaeRealtime";

    /// <summary>Writes a picture.</summary>
    /// <param name="path">The file; replaced when there.</param>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="metadata">The metadata, or null.</param>
    /// <param name="texts">Further keywords and values.</param>
    /// <exception cref="Core.Errors.ImageFileException">The file cannot be encoded or written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> rgba, int width, int height, string? metadata, params IEnumerable<(string Key, string Value)> texts)
    {
        try
        {
            using var image = Image.LoadPixelData<Rgba32>(rgba, width, height);
            var data = image.Metadata.GetPngMetadata().TextData;
            data.Add(Text("Software", Software));
            if (metadata is not null)
            {
                data.Add(Text(PngMetadata.Keyword, metadata));
            }

            foreach (var (key, value) in texts)
            {
                data.Add(Text(key, value));
            }

            AtomicFile.Write(path, stream => image.SaveAsPng(stream, new PngEncoder()));
        }
        catch (Exception failure) when (WriteFailure.Is(failure))
        {
            throw WriteFailure.Of(path, failure);
        }
    }

    /// <summary>Writes a picture without metadata into a stream.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="rgba">RGBA <c>[height, width, 4]</c>, top row first.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static void Write(Stream stream, ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var image = Image.LoadPixelData<Rgba32>(rgba, width, height);
        image.Save(stream, new PngEncoder());
    }

    private static PngTextData Text(string key, string value) => new(key, value, string.Empty, string.Empty);
}
