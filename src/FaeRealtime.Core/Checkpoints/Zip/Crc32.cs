using System.Buffers.Binary;

namespace FaeRealtime.Core.Checkpoints.Zip;

/// <summary>The checksum of zip (ISO 3309, polynomial 0xEDB88320 reflected), eight bytes a step.</summary>
/// <remarks>Tables by M. Kounavis and F. Berry, «A Systematic Approach to Building High Performance Software-based CRC Generators», 2005.</remarks>
internal struct Crc32()
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Tables = BuildTables();

    private uint _state = uint.MaxValue;

    /// <summary>The checksum of everything so far.</summary>
    public readonly uint Value => ~_state;

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">The next ones.</param>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = _state;
        var tables = Tables.AsSpan(0, 8 * 256);
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[1792 + (int)(low & 255)] ^ tables[1536 + (int)((low >> 8) & 255)] ^ tables[1280 + (int)((low >> 16) & 255)] ^ tables[1024 + (int)(low >> 24)]
                ^ tables[768 + (int)(high & 255)] ^ tables[512 + (int)((high >> 8) & 255)] ^ tables[256 + (int)((high >> 16) & 255)] ^ tables[(int)(high >> 24)];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
        {
            crc = tables[(int)((crc ^ value) & 255)] ^ (crc >> 8);
        }

        _state = crc;
    }

    private static uint[] BuildTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0; i < tables.Length; i++)
        {
            // Table k is table k − 1 followed by one more zero byte.
            var crc = i < 256 ? (uint)i : tables[i - 256];
            if (i >= 256)
            {
                tables[i] = tables[crc & 255] ^ (crc >> 8);
                continue;
            }

            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? Polynomial ^ (crc >> 1) : crc >> 1;
            }

            tables[i] = crc;
        }

        return tables;
    }
}
