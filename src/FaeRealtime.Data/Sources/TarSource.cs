using System.Globalization;
using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources.Names;

namespace FaeRealtime.Data.Sources;

/// <summary>A folder of WebDataset shards, such as CC12M's: <c>000000.tar</c> with key.jpg, key.txt (a caption), key.cls (a class number) and whatever else, which is not looked at.</summary>
/// <remarks>Shards whose path has a part <c>val</c>, <c>valid</c>, <c>validation</c>, <c>test</c> or <c>dev</c>, in any case, are held out; without any, a seeded share of every class is.</remarks>
internal static class TarSource
{
    private const string Extension = ".tar";

    private static readonly string[] Compressed = [".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst", ".zip"];
    private static readonly char[] Separators = ['/', '-', '_', '.'];

    /// <summary>The shards of a folder, in ordinal order; none where images lie in it and shards only deeper than its split folders.</summary>
    public static IReadOnlyList<string> Shards(string path) => Shards(FolderWalk.Of(path));

    /// <inheritdoc cref="Shards(string)"/>
    public static IReadOnlyList<string> Shards(FolderWalk walk)
    {
        string[] shards = [.. walk.Files.Where(file => file.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))];
        return Array.Exists(shards, IsAtTop) || !walk.Files.Any(ImageFiles.Names) ? shards : [];
    }

    /// <summary>Opens from the stored index where it is current, else by a pass over the shards.</summary>
    /// <exception cref="ConfigException">Samples with and without a class are mixed, or the index is malformed.</exception>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static DataSource Open(string path, FolderWalk walk)
    {
        var files = Shards(walk);
        return Of(path, TarIndex.Read(path, files) ?? Scan(path, files, null, CancellationToken.None), walk);
    }

    /// <summary>Reads all shards' headers.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <param name="files">The shards.</param>
    /// <param name="progress">Told about every shard; may be null.</param>
    /// <param name="cancellationToken">Stops between shards.</param>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static IReadOnlyList<TarShard> Scan(string path, IReadOnlyList<string> files, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        var shards = new List<TarShard>();
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            shards.Add(TarShard.Scan(path, file));
            progress?.Report(new PreparationProgress("reading shards", shards.Count, files.Count));
        }

        return shards;
    }

    private static DataSource Of(string path, IReadOnlyList<TarShard> shards, FolderWalk walk)
    {
        var samples = shards.SelectMany(shard => shard.Samples.Where(sample => sample.Defect is null)).ToList();
        var labelled = samples.Count(sample => sample.Class >= 0);
        if (labelled > 0 && labelled < samples.Count)
        {
            throw new ConfigException($"{path}: {labelled} of {samples.Count} samples have a .cls; either all have one or none.");
        }

        var classes = labelled > 0 ? ClassTable.Numbered(path, samples.Max(sample => sample.Class)) : [ClassTable.Only];
        var all = shards.SelectMany(shard => shard.Samples.Select(sample => Entry(shard, sample, classes))).ToList();
        var heldOut = all.Where(entry => IsHeldOut(entry.File)).ToArray();
        var origin = string.Create(CultureInfo.InvariantCulture, $"{shards.Count} tar shards of folder {Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar))}");

        // Where every shard's name speaks of a held-out split, it is the data set's own name that does.
        var (train, held) = heldOut.Length > 0 && heldOut.Length < all.Count ? ([.. all.Where(entry => !IsHeldOut(entry.File))], heldOut) : HeldOutSplit.Divide([.. all]);
        return new DataSource(path, origin, classes, train, held) { Account = Account(path, shards, walk, train, held) };
    }

    private static DatasetAccount Account(string path, IReadOnlyList<TarShard> shards, FolderWalk walk, ImageEntry[] train, ImageEntry[] heldOut)
    {
        var (ignored, found) = (new IgnoredTally(), walk.Found + shards.Sum(shard => shard.Found) - shards.Count);
        ignored.Add(walk.Ignored.Items());
        var opened = shards.Select(shard => shard.File).ToHashSet(StringComparer.Ordinal);
        List<string> lists = [];
        foreach (var file in walk.Files.Where(file => !opened.Contains(file)))
        {
            if (file is ClassTable.FileName or TarIndex.FileName)
            {
                lists.Add(file);
            }
            else
            {
                ignored.Add(Reason(file, opened), file);
            }
        }

        foreach (var shard in shards)
        {
            ignored.Add(shard.Ignored);
        }

        var samples = shards.SelectMany(shard => shard.Samples).ToList();
        var (captions, labels) = (samples.Count(sample => sample.Caption is not null), samples.Count(sample => sample.Class >= 0));
        var account = AccountOf.Entries(path, DatasetKind.Tar, found - lists.Count, train, heldOut, ignored);
        return account with
        {
            CaptionsUsed = captions,
            CaptionsFound = captions + account.Count(IgnoredReason.OrphanCaption),
            LabelsUsed = labels,
            LabelsFound = labels + account.Count(IgnoredReason.OrphanLabel),
            Lists = lists,
            Remarks = [.. shards.Select(shard => shard.Remark).OfType<string>()],
        };
    }

    // A compressed copy beside its shard takes nothing away.
    private static IgnoredReason Reason(string file, HashSet<string> opened)
    {
        var end = Array.Find(Compressed, suffix => file.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        return ImageFiles.Names(file) ? IgnoredReason.OutsideList
            : end is not null && !opened.Contains(file[..^end.Length] + Extension) ? IgnoredReason.CompressedShard
            : ImageFiles.ReasonToIgnore(file);
    }

    private static bool IsAtTop(string shard) => shard.Split('/') switch
    {
        [_] => true,
        [var folder, _] => SplitNames.IsTrain(folder) || SplitNames.IsHeldOut(folder),
        _ => false,
    };

    private static bool IsHeldOut(string shard) => shard.Split(Separators).Any(SplitNames.IsHeldOut);

    private static ImageEntry Entry(TarShard shard, TarSample sample, IReadOnlyList<string> classes)
    {
        var label = Math.Max(0, sample.Class);
        return new ImageEntry(shard.File, sample.Caption ?? classes[label], label)
        {
            Captions = sample.Caption?.ReplaceLineEndings(" ") ?? "",
            Member = sample.Member,
            Offset = sample.Offset,
            Length = sample.Length,
            Stamp = shard.Stamp,
            Defect = sample.Defect,
        };
    }
}
