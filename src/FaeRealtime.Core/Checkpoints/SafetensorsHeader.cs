using System.Buffers.Binary;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>The checked header of a safetensors file: every tensor lies inside the file and no byte belongs to none or to two.</summary>
/// <remarks>Rules of huggingface/safetensors, README «Format» and <c>read_metadata()</c>; stricter where the text is (a key may stand once, the header starts with «{»).</remarks>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes of the length field before the header.</summary>
    public const int LengthBytes = 8;

    /// <summary>The official limit on a header's length.</summary>
    public const long MaximumLength = 100_000_000;

    /// <summary>Ten times what the largest published checkpoints have (mixtures of experts: 92,000); more would only cost time and memory.</summary>
    public const int MaximumTensors = 1_000_000;

    private SafetensorsHeader(Dictionary<string, SafetensorsEntry> entries, Dictionary<string, string> metadata, long dataOffset)
    {
        Entries = entries;
        Metadata = metadata;
        DataOffset = dataOffset;
    }

    public Dictionary<string, SafetensorsEntry> Entries { get; }

    public Dictionary<string, string> Metadata { get; }

    /// <summary>Where in the file the tensors' bytes begin.</summary>
    public long DataOffset { get; }

    /// <summary>The header's length as the file states it.</summary>
    /// <exception cref="CheckpointException">The length cannot be that of a header of this file.</exception>
    public static int ReadLength(string path, ReadOnlySpan<byte> lengthField, long fileLength)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthField);
        if (length > MaximumLength)
        {
            throw CheckpointFailure.Damaged(path, $"its header claims {length} bytes, over the limit of {MaximumLength}. This is no safetensors file (a pickle, web page or Git LFS pointer?)");
        }

        if ((long)length > fileLength - LengthBytes)
        {
            throw CheckpointFailure.Damaged(path, $"its header claims {length} bytes, but only {fileLength - LengthBytes} follow");
        }

        return (int)length;
    }

    /// <summary>Parses and checks a header.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="json">The header's bytes.</param>
    /// <param name="fileLength">The whole file's length.</param>
    /// <exception cref="CheckpointException">Anything is wrong.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long fileLength)
    {
        var (entries, metadata) = SafetensorsHeaderJson.Read(path, json);
        var dataOffset = LengthBytes + json.Length;
        CheckLayout(path, entries.Values, fileLength - dataOffset);
        return new SafetensorsHeader(entries, metadata, dataOffset);
    }

    private static void CheckLayout(string path, IEnumerable<SafetensorsEntry> entries, long dataLength)
    {
        var expected = 0L;
        foreach (var entry in InOrder(entries))
        {
            if (entry.Begin != expected || entry.End < entry.Begin)
            {
                throw CheckpointFailure.Damaged(path, $"tensor '{entry.Tensor.Name}' has offsets [{entry.Begin}, {entry.End}] where {expected} must begin the next tensor (overlap, hole or reversed range)");
            }

            expected = entry.End;
            var needed = ByteCount(path, entry);
            if (needed != (ulong)(entry.End - entry.Begin))
            {
                throw CheckpointFailure.Damaged(path, $"tensor '{entry.Tensor.Name}' ({entry.Tensor.Dtype.HeaderName()} [{string.Join(", ", entry.Tensor.Shape)}]) needs {needed} bytes, its offsets hold {entry.End - entry.Begin}");
            }
        }

        if (expected != dataLength)
        {
            throw CheckpointFailure.Damaged(path, $"its tensors end at byte {expected} of the data, the file holds {dataLength}");
        }
    }

    /// <summary>By where they lie; every writer that is known puts them so already.</summary>
    private static SafetensorsEntry[] InOrder(IEnumerable<SafetensorsEntry> entries)
    {
        SafetensorsEntry[] ordered = [.. entries];
        for (var i = 1; i < ordered.Length; i++)
        {
            if (Compare(ordered[i - 1], ordered[i]) > 0)
            {
                Array.Sort(ordered, Compare);
                break;
            }
        }

        return ordered;
    }

    private static int Compare(SafetensorsEntry first, SafetensorsEntry second) =>
        first.Begin != second.Begin ? first.Begin.CompareTo(second.Begin) : first.End.CompareTo(second.End);

    /// <remarks>Left to right without looking ahead for a zero, as the official fold: [2⁴⁰, 2⁴⁰, 0] overflows.</remarks>
    private static ulong ByteCount(string path, SafetensorsEntry entry)
    {
        try
        {
            var count = 1UL;
            foreach (var size in entry.Tensor.Shape)
            {
                count = checked(count * (ulong)size);
            }

            return checked(count * (ulong)entry.Tensor.Dtype.Size());
        }
        catch (OverflowException overflow)
        {
            throw CheckpointFailure.Damaged(path, $"tensor '{entry.Tensor.Name}' has shape [{string.Join(", ", entry.Tensor.Shape)}], whose element count overflows 64 bits", overflow);
        }
    }
}

/// <summary>One line of a safetensors header.</summary>
/// <param name="Tensor">What it says of the tensor.</param>
/// <param name="Begin">First byte, counted from where the data begins.</param>
/// <param name="End">One past the last byte.</param>
internal sealed record SafetensorsEntry(TensorEntry Tensor, long Begin, long End);
