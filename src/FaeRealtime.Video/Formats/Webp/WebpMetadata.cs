using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Webp;

/// <summary>Metadata in a WebP's EXIF chunk (RFC 9649, section 2.7).</summary>
internal static class WebpMetadata
{
    private const int HeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;

    /// <exception cref="InvalidDataException">The chunks are cut short or the EXIF block is damaged.</exception>
    public static string? Read(ContainerReader reader)
    {
        reader.Skip(HeaderBytes);
        while (reader.Left >= ChunkHeaderBytes)
        {
            var name = reader.Name();
            var length = reader.UInt32Little();
            if (name == "EXIF")
            {
                return ExifMetadata.Read(reader.Bytes(length));
            }

            // The last chunk of some writers lacks its padding.
            reader.Skip(length);
            reader.Skip(Math.Min(length & 1L, reader.Left));
        }

        return null;
    }
}
