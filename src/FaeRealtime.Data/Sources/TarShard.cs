using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Sources;

/// <summary>A WebDataset shard: members whose names are equal up to the first dot of the last part are one sample, neighbours or not.</summary>
/// <param name="File">Its path relative to the data set's folder.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Stamp">When it was last written, in ticks.</param>
/// <param name="Samples">Its samples, in the order in which the archive begins them.</param>
internal sealed record TarShard(string File, long Length, long Stamp, IReadOnlyList<TarSample> Samples)
{
    /// <summary>Samples and ignored members, counted while the archive was read.</summary>
    public int Found { get; init; }

    /// <summary>Members that are not used.</summary>
    public IReadOnlyList<IgnoredItems> Ignored { get; init; } = [];

    /// <summary>What else is worth knowing, or null.</summary>
    public string? Remark { get; init; }

    /// <summary>Reads headers, captions and class numbers in one pass; images are passed over.</summary>
    /// <exception cref="ImageFileException">It is no tar archive, or ends inside a member.</exception>
    public static TarShard Scan(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        var info = new FileInfo(path);
        try
        {
            using var stream = InputFile.Open(path);
            var members = TarMembers.Read(stream, file);
            var (samples, found) = (new List<TarSample>(), members.Found);
            foreach (var group in members.Files.GroupBy(member => member.Key, StringComparer.Ordinal))
            {
                found -= TarSampleGroup.Divide(file, [.. group], samples, members.Ignored);
            }

            return new TarShard(file, info.Length, info.LastWriteTimeUtc.Ticks, samples) { Found = found, Ignored = members.Ignored.Items(), Remark = members.Remark };
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or FormatException)
        {
            throw new ImageFileException($"Shard {path} is no whole tar archive ({failure.Message}). Fetch it again, or move it away.", failure);
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
