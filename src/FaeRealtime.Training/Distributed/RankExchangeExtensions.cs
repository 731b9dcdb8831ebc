using System.Runtime.InteropServices;
using System.Text;

namespace FaeRealtime.Training.Distributed;

/// <summary>What is built from sums and copies.</summary>
internal static class RankExchangeExtensions
{
    private const int FileChunk = 64 << 20;

    /// <summary>Rank 0's number.</summary>
    public static long Share(this IRankExchange exchange, long number)
    {
        Span<long> value = [number];
        exchange.Share(MemoryMarshal.AsBytes(value));
        return value[0];
    }

    /// <summary>Rank 0's text.</summary>
    public static string Share(this IRankExchange exchange, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Array.Resize(ref bytes, (int)exchange.Share(bytes.LongLength));
        exchange.Share(bytes.AsSpan());
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Whether every rank has the bytes that rank 0 has.</summary>
    /// <param name="exchange">The ranks.</param>
    /// <param name="bytes">As many on every rank: a digest.</param>
    public static bool Agrees(this IRankExchange exchange, ReadOnlySpan<byte> bytes)
    {
        var first = bytes.ToArray();
        exchange.Share(first.AsSpan());
        return !exchange.Sum([], raised: !bytes.SequenceEqual(first));
    }

    /// <summary>Waits for every rank to come here.</summary>
    public static void Meet(this IRankExchange exchange) => exchange.Sum([]);

    /// <summary>Copies files of rank 0 to the other ranks, under the same names.</summary>
    /// <param name="exchange">The ranks.</param>
    /// <param name="folder">Where they lie here.</param>
    /// <param name="pattern">Which.</param>
    public static void ShareFiles(this IRankExchange exchange, string folder, string pattern)
    {
        if (exchange.World == 1)
        {
            return;
        }

        var names = Directory.EnumerateFiles(folder, pattern).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        foreach (var name in exchange.Share(string.Join('\n', names)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            exchange.ShareFile(Path.Combine(folder, name));
        }
    }

    private static void ShareFile(this IRankExchange exchange, string path)
    {
        var first = exchange.Rank == 0;
        using var file = new FileStream(path, first ? FileMode.Open : FileMode.Create, first ? FileAccess.Read : FileAccess.Write);
        var buffer = new byte[FileChunk];
        for (var left = exchange.Share(first ? file.Length : 0); left > 0;)
        {
            var chunk = buffer.AsSpan(0, (int)Math.Min(left, FileChunk));
            if (first)
            {
                file.ReadExactly(chunk);
            }

            exchange.Share(chunk);
            if (!first)
            {
                file.Write(chunk);
            }

            left -= chunk.Length;
        }
    }
}
