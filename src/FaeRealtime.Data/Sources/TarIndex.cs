using System.Globalization;
using System.Text;
using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;
using FaeRealtime.Data.Accounts;

namespace FaeRealtime.Data.Sources;

/// <summary>What a pass over the shards found, kept beside them so that later starts need no pass: <c>fae-index.tsv</c>.</summary>
/// <remarks>
/// A line a shard (<c>shard</c>, file, bytes, ticks, found, reasons, samples, note), followed by a line a reason to ignore members (reason, count, first names) and a line a sample
/// (member, offset, bytes, class, caption, defect). Texts are JSON strings, so that a name may hold tabs and line ends. An index of an earlier version counts as none.
/// </remarks>
internal static class TarIndex
{
    /// <summary>The index's file name in a data folder.</summary>
    public const string FileName = "fae-index.tsv";

    private const string AnyVersion = "fae tar index ";
    private const string Version = "fae tar index 2";

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
            if (!lines.MoveNext() || !lines.Current.StartsWith(AnyVersion, StringComparison.Ordinal))
            {
                throw new FormatException("its first line is another.");
            }

            if (lines.Current != Version)
            {
                return null;
            }

            var shards = Shards(lines).ToList();
            return shards.Select(shard => shard.File).SequenceEqual(files) && shards.TrueForAll(shard => IsCurrent(folder, shard)) ? shards : null;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or JsonException or IndexOutOfRangeException or InvalidOperationException or ArgumentException)
        {
            throw new ConfigException($"{path} is no index of shards: {failure.Message} Delete it, or index {folder} again.", failure) { Subject = nameof(TarIndex) };
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
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"shard\t{Text(shard.File)}\t{shard.Length}\t{shard.Stamp}\t{shard.Found}\t{shard.Ignored.Count}\t{shard.Samples.Count}\t{Text(shard.Remark)}"));
            foreach (var items in shard.Ignored)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{items.Reason}\t{items.Count}\t{string.Join('\t', items.First.Select(Text))}"));
            }

            foreach (var sample in shard.Samples)
            {
                writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{Text(sample.Member)}\t{sample.Offset}\t{sample.Length}\t{sample.Class}\t{Text(sample.Caption)}\t{Text(sample.Defect)}"));
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
            var ignored = Lines(lines, head[5], Items);
            var samples = Lines(lines, head[6], Sample);
            yield return new TarShard(Name(head[1]), Whole(head[2]), Whole(head[3]), samples) { Found = (int)Whole(head[4]), Ignored = ignored, Remark = Value(head[7]) };
        }
    }

    private static List<T> Lines<T>(IEnumerator<string> lines, string count, Func<string[], T> read)
    {
        var items = new List<T>();
        for (var left = Whole(count); left > 0; left--)
        {
            items.Add(lines.MoveNext() ? read(lines.Current.Split('\t')) : throw new FormatException("it stops early."));
        }

        return items;
    }

    private static IgnoredItems Items(string[] fields) => new(Enum.Parse<IgnoredReason>(fields[0]), (int)Whole(fields[1]), [.. fields.Skip(2).Select(Name)]);

    private static TarSample Sample(string[] fields) => new(Name(fields[0]), Whole(fields[1]), Whole(fields[2]))
    {
        Class = (int)Whole(fields[3]),
        Caption = Value(fields[4]),
        Defect = Value(fields[5]),
    };

    private static long Whole(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    // JSON escapes tabs and line ends.
    private static string Text(string? value) => value is null ? string.Empty : $"\"{JsonEncodedText.Encode(value)}\"";

    private static string Name(string text) => Value(text) ?? throw new FormatException("a name is empty.");

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
