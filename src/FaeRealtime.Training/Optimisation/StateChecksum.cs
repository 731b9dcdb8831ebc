using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FaeRealtime.Core.Checkpoints;

namespace FaeRealtime.Training.Optimisation;

/// <summary>SHA-256 over a state's metadata and tensors, kept among its metadata: what a disk changed is not trained on.</summary>
internal static class StateChecksum
{
    /// <summary>The metadata key.</summary>
    public const string Key = "checksum";

    /// <summary>The checksum of what is about to be written.</summary>
    /// <param name="metadata">All other metadata.</param>
    /// <param name="tensors">Keys and float32 values, fetched one after the other.</param>
    public static string Of(IReadOnlyDictionary<string, string> metadata, IEnumerable<(string Key, Func<ReadOnlyMemory<float>> Values)> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in metadata.Where(entry => entry.Key != Key).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}={value}\n"));
        }

        foreach (var (key, values) in tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(values().Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a file holds what was written.</summary>
    public static bool Holds(SafetensorsReader reader) =>
        reader.Metadata.TryGetValue(Key, out var stored)
        && stored == Of(reader.Metadata, reader.Entries.Keys.Select(key => (key, (Func<ReadOnlyMemory<float>>)(() => reader.ReadSingle(key)))));
}
