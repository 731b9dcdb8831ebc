using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Sources;

/// <summary>A data set on disk: which images it has, in a fixed order, split and labelled. No image has been decoded.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Origin">Where the images come from and under which licence, as far as the data set tells.</param>
/// <param name="Classes">Class names by label.</param>
/// <param name="Train">Images to train on.</param>
/// <param name="HeldOut">Images that training never sees.</param>
internal sealed record DataSource(string Path, string Origin, IReadOnlyList<string> Classes, IReadOnlyList<ImageEntry> Train, IReadOnlyList<ImageEntry> HeldOut)
{
    /// <summary>What became of everything that lies there.</summary>
    public DatasetAccount Account { get; init; } =
        new() { Path = Path, Kind = DatasetKind.Folder, Found = Train.Count + HeldOut.Count, Used = Train.Count, HeldOut = HeldOut.Count, Ignored = [] };

    /// <summary>A hash of the images' places, order, labels and split: what a run's order of batches depends on.</summary>
    public string Identity() => Hash([.. Train, null, .. HeldOut], entry => $"{entry.Place}\t{entry.Label}");

    /// <summary>A hash of what a list of images holds, without reading them: their places, sizes and times of writing.</summary>
    public static string Fingerprint(IReadOnlyList<ImageEntry> entries) =>
        Hash(entries, entry => $"{entry.Place}\t{entry.Offset}\t{entry.Length}\t{entry.Stamp}\t{entry.Defect}");

    /// <summary>The same with a caption for every image that has none.</summary>
    /// <param name="caption">What they show; null leaves them as they are.</param>
    public DataSource Captioned(string? caption) => caption is null ? this : this with { Train = Captioned(Train, caption), HeldOut = Captioned(HeldOut, caption) };

    /// <summary>So many of the images, in even steps, or all where there are fewer.</summary>
    public static IReadOnlyList<ImageEntry> Evenly(IReadOnlyList<ImageEntry> entries, int limit) => entries.Count <= limit
        ? entries
        : [.. Enumerable.Range(0, limit).Select(i => entries[(int)((long)i * entries.Count / limit)])];

    private static ImageEntry[] Captioned(IReadOnlyList<ImageEntry> entries, string caption) => [.. entries.Select(entry => entry.Captions.Length > 0 ? entry : entry with { Captions = caption })];

    private static string Hash(IEnumerable<ImageEntry?> entries, Func<ImageEntry, string> line)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(entry is null ? "\n" : line(entry) + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
