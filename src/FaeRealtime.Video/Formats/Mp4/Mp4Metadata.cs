using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Video.Formats.Mp4;

/// <summary>Metadata as an mp4's comment: moov, udta, meta, ilst, ©cmt, data (ISO/IEC 14496-12, section 4.2, with the list that iTunes defined).</summary>
internal static class Mp4Metadata
{
    private const int VersionBytes = 4;
    private const int TypeAndLocaleBytes = 8;
    private static readonly string[] Way = ["moov", "udta", "meta", "ilst", "\u00A9cmt", "data"];

    /// <exception cref="InvalidDataException">The boxes are cut short or overlap.</exception>
    public static string? Read(ContainerReader reader)
    {
        var end = reader.Length;
        foreach (var name in Way)
        {
            if (Enter(reader, end, name) is not { } inner)
            {
                return null;
            }

            end = inner;
            reader.Skip(name switch { "meta" => VersionBytes, "data" => TypeAndLocaleBytes, _ => 0 });
        }

        return ContainerReader.Metadata(reader.Bytes(end - reader.Position));
    }

    // Stands behind the header of the first box of that name, and returns where the box ends.
    private static long? Enter(ContainerReader reader, long end, string wanted)
    {
        while (reader.Position < end)
        {
            var start = reader.Position;
            long length = reader.UInt32Big();
            var name = reader.Name();
            if (length == 1)
            {
                length = (long)Math.Min(reader.UInt64Big(), long.MaxValue);
            }
            else if (length == 0)
            {
                length = end - start;
            }

            if (length < reader.Position - start || length > end - start)
            {
                throw ContainerReader.Damaged($"its box at byte {start} claims {length} bytes");
            }

            if (name == wanted)
            {
                return start + length;
            }

            reader.Position = start + length;
        }

        return null;
    }
}
