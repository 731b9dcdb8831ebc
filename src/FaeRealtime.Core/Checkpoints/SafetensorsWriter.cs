using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Writes safetensors files: the same tensors give the same bytes, whatever order they come in.</summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file under a temporary name, flushes it to disk and renames it; on failure an existing file stays as it was.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">In any order; stored wide types first, so that every element is aligned.</param>
    /// <param name="metadata">Strings for the header's <c>__metadata__</c>.</param>
    /// <exception cref="CheckpointException">A key stands twice, a tensor's bytes do not fit its shape, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafetensorsTensor.Check(path, tensors, "__metadata__");
        SafetensorsTensor[] ordered = [.. tensors.OrderByDescending(tensor => tensor.Dtype.Size()).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
        var header = Header(ordered, metadata);
        if (header.Length > SafetensorsHeader.MaximumLength)
        {
            throw new CheckpointException($"Checkpoint {path} would need a header of {header.Length} bytes, over the format's {SafetensorsHeader.MaximumLength}. Write fewer tensors a file.");
        }

        try
        {
            AtomicFile.Write(path, stream =>
            {
                stream.Write(header);
                foreach (var tensor in ordered)
                {
                    tensor.WriteTo(stream);
                }
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"Checkpoint {path} cannot be written: {failure.Message} Check the folder, its permissions and free space.", failure);
        }
    }

    private static byte[] Header(SafetensorsTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(new byte[SafetensorsHeader.LengthBytes]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                WriteEntry(json, tensor, offset);
                offset += tensor.ByteCount;
            }

            json.WriteEndObject();
        }

        var padding = (Alignment - (buffer.WrittenCount % Alignment)) % Alignment;
        buffer.GetSpan(Alignment)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        var header = buffer.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - SafetensorsHeader.LengthBytes));
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is not { Count: > 0 })
        {
            return;
        }

        json.WriteStartObject("__metadata__");
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsTensor tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Dtype.HeaderName());
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.ByteCount);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
