using FaeRealtime.Core.Errors;
using FaeRealtime.Data.Accounts;
using FaeRealtime.Data.Sources;

namespace FaeRealtime.Data.Loading;

/// <summary>Looks at data sets without training: prepared folders, folders of images, tar shards.</summary>
public static class Dataset
{
    // Headers are read for so many images: enough to see whether sizes are mixed.
    private const int SizedImages = 500;

    /// <summary>Counts classes, splits and sizes.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <exception cref="ConfigException">It is no data set.</exception>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static DatasetSummary Describe(string path)
    {
        var source = DataSources.Open(path, allowLoss: true);
        ImageEntry[] all = [.. source.Train, .. source.HeldOut];
        var (train, heldOut) = (source.Train.CountBy(entry => entry.Label).ToDictionary(), source.HeldOut.CountBy(entry => entry.Label).ToDictionary());
        return new DatasetSummary(
            path,
            source.Origin,
            source.Train.Count,
            source.HeldOut.Count,
            all.Sum(entry => Math.Max(0, entry.Length)),
            [.. source.Classes.Select((name, label) => new ClassCount(name, train.GetValueOrDefault(label), heldOut.GetValueOrDefault(label)))],
            Sizes(path, all)) { Account = source.Account };
    }

    /// <summary>Makes one pass over tar shards and stores what it found beside them, so that later starts need none.</summary>
    /// <param name="path">The folder of shards.</param>
    /// <param name="progress">Told about every shard; may be null.</param>
    /// <param name="cancellationToken">Stops between shards; nothing is stored then.</param>
    /// <returns>The index's path.</returns>
    /// <exception cref="ConfigException">The folder has no shard.</exception>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static string IndexShards(string path, IProgress<PreparationProgress>? progress, CancellationToken cancellationToken)
    {
        var files = Directory.Exists(path) ? TarSource.Shards(path) : [];
        if (files.Count == 0)
        {
            throw new ConfigException($"'{path}' is no folder with .tar shards. Shards of another name or compressed ones (.tar.gz) cannot be read at random: unpack them with gunzip.");
        }

        TarIndex.Write(path, TarSource.Scan(path, files, progress, cancellationToken));
        return Path.Combine(path, TarIndex.FileName);
    }

    /// <summary>Decodes every image, on several threads.</summary>
    /// <param name="path">The data set's folder.</param>
    /// <param name="workers">Threads; null for one a core.</param>
    /// <param name="progress">Told now and then; may be null. Called on the decoding threads, one at a time.</param>
    /// <param name="clock">For the rate.</param>
    /// <param name="cancellationToken">Stops between images.</param>
    /// <exception cref="ConfigException">It is no data set.</exception>
    /// <exception cref="ImageFileException">A shard is damaged.</exception>
    public static DatasetVerification Verify(string path, int? workers, IProgress<PreparationProgress>? progress, TimeProvider clock, CancellationToken cancellationToken)
    {
        var source = DataSources.Open(path, allowLoss: true);
        ImageEntry[] all = [.. source.Train, .. source.HeldOut];
        var reasons = new string?[all.Length];
        var (gate, done, start) = (new Lock(), 0, clock.GetTimestamp());
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, all.Length, options, i =>
        {
            reasons[i] = ImageReader.Problem(path, all[i]);
            lock (gate)
            {
                done++;
                progress?.Report(new PreparationProgress("decoding", done, all.Length));
            }
        });
        var broken = all.Zip(reasons).Where(pair => pair.Second is not null).Select(pair => new BrokenImage(pair.First.Place, pair.Second!));
        return new DatasetVerification(all.Length, [.. broken], clock.GetElapsedTime(start)) { Account = AccountOf.Decoded(source, reasons) };
    }

    private static IReadOnlyList<(int Width, int Height, int Count)> Sizes(string path, ImageEntry[] all)
    {
        var count = Math.Min(all.Length, SizedImages);
        var sizes = new List<(int, int)>();
        for (var i = 0; i < count; i++)
        {
            var entry = all[(long)i * all.Length / count];
            if (ImageReader.Size(path, entry) is { } size)
            {
                sizes.Add(size);
            }
        }

        return [.. sizes.CountBy(size => size).OrderByDescending(size => size.Value).Select(size => (size.Key.Item1, size.Key.Item2, size.Value))];
    }
}

/// <summary>What training would use of a data set.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Origin">Where it comes from, as far as it tells.</param>
/// <param name="Train">Images to train on.</param>
/// <param name="HeldOut">Images held out.</param>
/// <param name="Bytes">Bytes of all images as they are stored.</param>
/// <param name="Classes">The classes by label.</param>
/// <param name="Sizes">Widths and heights of some images, and how many have them, the most frequent first.</param>
public sealed record DatasetSummary(
    string Path, string Origin, int Train, int HeldOut, long Bytes, IReadOnlyList<ClassCount> Classes, IReadOnlyList<(int Width, int Height, int Count)> Sizes)
{
    /// <summary>What became of everything that lies there, before any image is decoded.</summary>
    public required DatasetAccount Account { get; init; }
}

/// <summary>How many images a class has.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Train">To train on.</param>
/// <param name="HeldOut">Held out.</param>
public sealed record ClassCount(string Name, int Train, int HeldOut);

/// <summary>What decoding every image of a data set showed.</summary>
/// <param name="Images">How many there are.</param>
/// <param name="Broken">Those that cannot be used, in the data set's order.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DatasetVerification(int Images, IReadOnlyList<BrokenImage> Broken, TimeSpan Elapsed)
{
    /// <summary>What became of everything that lies there; broken images count as unreadable.</summary>
    public required DatasetAccount Account { get; init; }

    /// <summary>Images decoded a second.</summary>
    public double ImagesPerSecond => Elapsed > TimeSpan.Zero ? Images / Elapsed.TotalSeconds : 0;
}

/// <summary>An image that training would skip.</summary>
/// <param name="Place">Its file, or its shard and its name there.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record BrokenImage(string Place, string Reason);
