using System.Buffers.Binary;

namespace FaeRealtime.Core.Tests.Checkpoints.Mutations;

/// <summary>Damages a file in one of the ways that transfer, disks and attackers do. The same seed, the same damage.</summary>
internal static class Mutation
{
    /// <summary>Numbers that lengths, counts and offsets are attacked with.</summary>
    private static readonly ulong[] Extremes =
    [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, ulong.MaxValue,
    ];

    /// <summary>Fragments that mean something in one of the formats.</summary>
    private static readonly byte[][] Tokens =
    [
        "(]}])tuRsb."u8.ToArray(), [0x80, 2], "cos\nsystem\n"u8.ToArray(), "ccollections\nOrderedDict\n)R"u8.ToArray(), "ctorch\nFloatStorage\n"u8.ToArray(), "h\0h\u0001h\u0002"u8.ToArray(),
        "q\0"u8.ToArray(), "J\xff\xff\xff\x7f"u8.ToArray(), [0x8A, 8, 255, 255, 255, 255, 255, 255, 255, 127], "K\0"u8.ToArray(), [0x85], [0x86], [0x87], [0x29, 0x81, 0x7D, 0x62], [0x29, 0x81], [0x92], [0x82, 1], "(ios\nsystem\n"u8.ToArray(), "o1"u8.ToArray(), "PK\u0001\u0002"u8.ToArray(),
        "PK\u0003\u0004"u8.ToArray(), "PK\u0005\u0006"u8.ToArray(), "PK\u0006\u0006"u8.ToArray(), "\"shape\":[0,9223372036854775807]"u8.ToArray(), "18446744073709551615"u8.ToArray(),
        "../"u8.ToArray(), "\\ud800"u8.ToArray(), "{\"a\":"u8.ToArray(), "[[[[[[[["u8.ToArray(), "-1"u8.ToArray(), "1e999"u8.ToArray(),
    ];

    /// <summary>A damaged copy.</summary>
    /// <param name="whole">The file.</param>
    /// <param name="random">Where the damage comes from.</param>
    public static byte[] Of(byte[] whole, Random random)
    {
        var bytes = whole;
        for (var more = random.Next(4) == 0 ? random.Next(1, 6) : 1; more > 0; more--)
        {
            bytes = random.Next(8) switch
            {
                0 => Flip(bytes, random),
                1 => bytes[..random.Next(bytes.Length + 1)],
                2 => Splice(bytes, random.Next(bytes.Length + 1), 0, Noise(random)),
                3 => Splice(bytes, random.Next(bytes.Length + 1), 0, Tokens[random.Next(Tokens.Length)]),
                4 => Splice(bytes, random.Next(bytes.Length + 1), random.Next(16), []),
                5 => Splice(bytes, random.Next(bytes.Length + 1), random.Next(32), Part(whole, random)),
                6 => Overwrite(bytes, random, Extremes[random.Next(Extremes.Length)]),
                _ => Overwrite(bytes, random, (ulong)random.Next(bytes.Length + 1)),
            };
        }

        return bytes;
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var flipped = (byte[])bytes.Clone();
        for (var i = random.Next(1, 4); i > 0 && flipped.Length > 0; i--)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(random.Next(3) == 0 ? random.Next(1, 256) : 1 << random.Next(8));
        }

        return flipped;
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 24)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Part(byte[] whole, Random random)
    {
        var begin = random.Next(whole.Length);
        return whole[begin..random.Next(begin, Math.Min(whole.Length, begin + 64) + 1)];
    }

    private static byte[] Splice(byte[] bytes, int at, int removed, byte[] inserted) => [.. bytes[..at], .. inserted, .. bytes[Math.Min(bytes.Length, at + removed)..]];

    private static byte[] Overwrite(byte[] bytes, Random random, ulong value)
    {
        var written = (byte[])bytes.Clone();
        var width = 1 << random.Next(4);
        if (written.Length < width)
        {
            return written;
        }

        Span<byte> field = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(field, value);
        field[..width].CopyTo(written.AsSpan(random.Next(written.Length - width + 1)));
        return written;
    }
}
