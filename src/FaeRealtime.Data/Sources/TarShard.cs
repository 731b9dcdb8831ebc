using System.Formats.Tar;
using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Sources;

/// <summary>A WebDataset shard: neighbours in the archive whose names are equal up to the first dot of the last part are one sample.</summary>
/// <param name="File">Its path relative to the data set's folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Stamp">When it was last written, in ticks.</param>
/// <param name="Samples">Its samples, in the archive's order.</param>
internal sealed record TarShard(string File, long Length, long Stamp, IReadOnlyList<TarSample> Samples)
{
    /// <summary>Reads headers, captions and class numbers in one pass; images are passed over.</summary>
    /// <exception cref="ImageFileException">It is no tar archive, or ends inside a member.</exception>
    public static TarShard Scan(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        var info = new FileInfo(path);
        var samples = new List<TarSample>();
        try
        {
            using var stream = InputFile.Open(path);
            using var reader = new TarReader(stream);
            var (key, members) = (string.Empty, new List<Part>());
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                {
                    continue;
                }

                if (KeyOf(entry.Name) != key)
                {
                    Add(samples, members);
                    (key, members) = (KeyOf(entry.Name), []);
                }

                members.Add(Part.Of(entry, info.Length));
            }

            Add(samples, members);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or FormatException)
        {
            throw new ImageFileException($"Shard {path} is no whole tar archive (after {samples.Count} samples: {failure.Message}). Fetch it again, or move it away.", failure);
        }

        return new TarShard(file, info.Length, info.LastWriteTimeUtc.Ticks, samples);
    }

    private static string KeyOf(string name)
    {
        var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? name : name[..dot];
    }

    // A sample without an image (metadata of the shard itself, say) is none.
    private static void Add(List<TarSample> samples, List<Part> members)
    {
        if (members.Find(member => ImageFiles.Names(member.Name)) is not { } image)
        {
            return;
        }

        var text = members.Find(member => member.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))?.Bytes;
        var number = members.Find(member => member.Name.EndsWith(".cls", StringComparison.OrdinalIgnoreCase))?.Bytes;
        var caption = text is null ? null : CaptionText.Read(text);
        var label = -1;
        var badClass = number is not null && !int.TryParse(CaptionText.Read(number), NumberStyles.None, CultureInfo.InvariantCulture, out label);
        samples.Add(new TarSample(image.Name, image.Offset, image.Length)
        {
            Caption = caption,
            Class = badClass ? -1 : label,
            Defect = text is not null && caption is null ? CaptionText.NotUtf8 : badClass ? "its class is no number" : null,
        });
    }

    private sealed record Part(string Name, long Offset, long Length, byte[]? Bytes)
    {
        public static Part Of(TarEntry entry, long shard)
        {
            if (entry.DataOffset + entry.Length > shard)
            {
                throw new EndOfStreamException($"'{entry.Name}' goes on beyond the end");
            }

            return new Part(entry.Name, entry.DataOffset, entry.Length, Wanted(entry.Name) ? Content(entry) : null);
        }

        private static bool Wanted(string name) => Path.GetExtension(name).ToLowerInvariant() is ".txt" or ".cls";

        private static byte[] Content(TarEntry entry)
        {
            var bytes = new byte[entry.Length];
            entry.DataStream?.ReadExactly(bytes);
            return bytes;
        }
    }
}

/// <summary>One sample of a shard: an image and what belongs to it.</summary>
/// <param name="Member">The image's name in the shard.</param>
/// <param name="Offset">Its first byte in the shard.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record TarSample(string Member, long Offset, long Length)
{
    /// <summary>The text of the sample's <c>.txt</c>; null where it has none or it is no text.</summary>
    public string? Caption { get; init; }

    /// <summary>The number in the sample's <c>.cls</c>; −1 where it has none.</summary>
    public int Class { get; init; } = -1;

    /// <summary>What is wrong with it, or null.</summary>
    public string? Defect { get; init; }
}
