using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Gif;

/// <summary>Metadata in a GIF's comment extension (GIF89a, section 24).</summary>
internal static class GifMetadata
{
    /// <exception cref="InvalidDataException">The blocks are cut short or of unknown kinds.</exception>
    public static string? Read(ContainerReader reader)
    {
        GifBlocks.SkipHeader(reader);
        while (true)
        {
            switch (reader.Byte())
            {
                case GifBlocks.Extension when reader.Byte() == GifBlocks.Comment:
                    if (ContainerReader.Metadata(GifBlocks.Read(reader)) is { } metadata)
                    {
                        return metadata;
                    }

                    break;
                case GifBlocks.Extension:
                    GifBlocks.Skip(reader);
                    break;
                case GifBlocks.Image:
                    GifBlocks.SkipImage(reader);
                    break;
                case GifBlocks.Trailer:
                    return null;
                default:
                    throw ContainerReader.Damaged($"there is no block at byte {reader.Position - 1}");
            }
        }
    }
}
