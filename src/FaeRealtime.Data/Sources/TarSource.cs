using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Data.Sources;

/// <summary>A folder of WebDataset shards, such as CC12M's: <c>000000.tar</c> with key.jpg, key.txt (a caption), key.cls (a class number) and whatever else, which is not looked at.</summary>
/// <remarks>Shards under <c>val/</c>, or whose name has a part <c>val</c> or <c>validation</c>, are held out; without any, a seeded share of every class is.</remarks>
internal static class TarSource
{
    private static readonly string[] HeldOutParts = ["val", "validation", "valid"];
    private static readonly char[] Separators = ['/', '-', '_', '.'];

    /// <summary>The shards in a folder and in its <c>train</c> and <c>val</c>, in ordinal order.</summary>
    public static IReadOnlyList<string> Shards(string path) =>
    [
        .. new[] { string.Empty, "train", "val" }
            .Where(name => Directory.Exists(Path.Combine(path, name)))
            .SelectMany(name => Directory.EnumerateFiles(Path.Combine(path, name), "*.tar"))
            .Select(file => Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Opens from the stored index where it is current, else by a pass over the shards.</summary>
    /// <exception cref="ConfigException">Samples with and without a class are mixed, or the index is malformed.</exception>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static DataSource Open(string path) => Of(path, TarIndex.Read(path, Shards(path)) ?? Scan(path, null, CancellationToken.None));

    /// <summary>Reads all shards' headers.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <param name="progress">Told about every shard; may be null.</param>
    /// <param name="cancellationToken">Stops between shards.</param>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static IReadOnlyList<TarShard> Scan(string path, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        var (files, shards) = (Shards(path), new List<TarShard>());
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            shards.Add(TarShard.Scan(path, file));
            progress?.Report(new PreparationProgress("reading shards", shards.Count, files.Count));
        }

        return shards;
    }

    /// <summary>The data set that shards make.</summary>
    /// <exception cref="ConfigException">Samples with and without a class are mixed.</exception>
    public static DataSource Of(string path, IReadOnlyList<TarShard> shards)
    {
        var samples = shards.SelectMany(shard => shard.Samples.Where(sample => sample.Defect is null)).ToList();
        var labelled = samples.Count(sample => sample.Class >= 0);
        if (labelled > 0 && labelled < samples.Count)
        {
            throw new ConfigException($"{path}: {labelled} of {samples.Count} samples have a .cls; either all have one or none.");
        }

        var count = labelled > 0 ? samples.Max(sample => sample.Class) + 1 : 1;
        var classes = labelled > 0
            ? ClassTable.Read(path, Enumerable.Range(0, count).Select(label => string.Create(CultureInfo.InvariantCulture, $"class {label:d6}"))).Names
            : [ClassTable.Only];
        if (classes.Count < count)
        {
            throw new ConfigException($"{path}: the samples have classes up to {count - 1}, classes.tsv lists {classes.Count}.");
        }

        var all = shards.SelectMany(shard => shard.Samples.Select(sample => Entry(shard, sample, classes))).ToList();
        var heldOut = all.Where(entry => IsHeldOut(entry.File)).ToArray();
        var origin = string.Create(CultureInfo.InvariantCulture, $"{shards.Count} tar shards of folder {Path.GetFileName(Path.GetFullPath(path).TrimEnd(Path.DirectorySeparatorChar))}");
        var (train, held) = heldOut.Length > 0 ? ([.. all.Where(entry => !IsHeldOut(entry.File))], heldOut) : HeldOutSplit.Divide([.. all]);
        return new DataSource(path, origin, classes, train, held);
    }

    private static bool IsHeldOut(string shard) => shard.Split(Separators).Any(part => HeldOutParts.Contains(part, StringComparer.OrdinalIgnoreCase));

    private static ImageEntry Entry(TarShard shard, TarSample sample, IReadOnlyList<string> classes)
    {
        var label = Math.Max(0, sample.Class);
        return new ImageEntry(shard.File, sample.Caption ?? classes[label], label)
        {
            Member = sample.Member,
            Offset = sample.Offset,
            Length = sample.Length,
            Stamp = shard.Stamp,
            Defect = sample.Defect,
        };
    }
}
