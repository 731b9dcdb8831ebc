using System.Buffers.Binary;
using System.Text.Json;
using FaeRealtime.Testing;

namespace FaeRealtime.Compat.ImageSharp.Tests;

/// <summary>Byte tensors of a golden case; this project may not use the product's own reader.</summary>
internal sealed class PublishedTensors
{
    private readonly byte[] file;
    private readonly JsonDocument header;
    private readonly int start;

    internal PublishedTensors(string relative)
    {
        file = File.ReadAllBytes(SharedData.Path(relative));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        header = JsonDocument.Parse(file.AsMemory(8, length));
        start = 8 + length;
    }

    internal ReadOnlySpan<byte> this[string name]
    {
        get
        {
            JsonElement offsets = header.RootElement.GetProperty(name).GetProperty("data_offsets");
            return file.AsSpan((start + offsets[0].GetInt32())..(start + offsets[1].GetInt32()));
        }
    }
}
