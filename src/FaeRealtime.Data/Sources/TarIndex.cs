using System.Globalization;
using System.Text;
using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Sources;

/// <summary>What a pass over the shards found, kept beside them so that later starts need no pass: <c>fae-index.tsv</c>.</summary>
/// <remarks>A line a shard (<c>shard</c>, file, bytes, ticks, samples), each followed by a line a sample (member, offset, bytes, class, caption and defect as JSON strings).</remarks>
internal static class TarIndex
{
    /// <summary>The index's file name in a data folder.</summary>
    public const string FileName = "fae-index.tsv";

    private const string Version = "fae tar index 1";

    /// <summary>The stored shards, if they are exactly those that are there now; otherwise null.</summary>
    /// <exception cref="ConfigException">The index is malformed.</exception>
    public static IReadOnlyList<TarShard>? Read(string folder, IReadOnlyList<string> files)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var lines = InputFile.ReadLines(path).GetEnumerator();
            var shards = lines.MoveNext() && lines.Current == Version ? Shards(lines).ToList() : throw new FormatException("it is of another version");
            return shards.Select(shard => shard.File).SequenceEqual(files) && shards.TrueForAll(shard => IsCurrent(folder, shard)) ? shards : null;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or JsonException or IndexOutOfRangeException)
        {
            throw new ConfigException($"{path} is no index of shards: {failure.Message} Delete it, or make it again with: fae data tar {folder}", failure);
        }
    }

    /// <summary>Writes the index whole or not at all.</summary>
    /// <exception cref="IOException">The folder is full or read-only.</exception>
    public static void Write(string folder, IReadOnlyList<TarShard> shards) => AtomicFile.Write(Path.Combine(folder, FileName), stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(Version);
        foreach (var shard in shards)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"shard\t{shard.File}\t{shard.Length}\t{shard.Stamp}\t{shard.Samples.Count}"));
            foreach (var sample in shard.Samples)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sample.Member}\t{sample.Offset}\t{sample.Length}\t{sample.Class}\t{Text(sample.Caption)}\t{Text(sample.Defect)}"));
            }
        }
    });

    private static bool IsCurrent(string folder, TarShard shard)
    {
        var info = new FileInfo(Path.Combine(folder, shard.File));
        return info.Length == shard.Length && info.LastWriteTimeUtc.Ticks == shard.Stamp;
    }

    private static IEnumerable<TarShard> Shards(IEnumerator<string> lines)
    {
        while (lines.MoveNext())
        {
            var head = lines.Current.Split('\t');
            var samples = new TarSample[Whole(head[4])];
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = lines.MoveNext() ? Sample(lines.Current.Split('\t')) : throw new FormatException("it stops early.");
            }

            yield return new TarShard(head[1], Whole(head[2]), Whole(head[3]), samples);
        }
    }

    private static TarSample Sample(string[] fields) => new(fields[0], Whole(fields[1]), Whole(fields[2]))
    {
        Class = (int)Whole(fields[3]),
        Caption = Value(fields[4]),
        Defect = Value(fields[5]),
    };

    private static long Whole(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    // JSON escapes tabs and line ends.
    private static string Text(string? value) => value is null ? string.Empty : $"\"{JsonEncodedText.Encode(value)}\"";

    private static string? Value(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetString();
    }
}
