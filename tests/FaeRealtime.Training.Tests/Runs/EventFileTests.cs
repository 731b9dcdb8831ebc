using System.Buffers.Binary;
using System.Text;
using FaeRealtime.Training.Recipes;
using FaeRealtime.Training.Runs;

namespace FaeRealtime.Training.Tests.Runs;

public sealed class EventFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-events-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Scalars_OfTwoSteps_AreWholeRecordsAfterVersionAndSessionStart()
    {
        var file = new EventFile(_folder, new StoppedClock());

        file.Scalars(StageKind.Ia, 3, [("loss", 0.5), ("kl", 2)]);
        file.Scalars(StageKind.Ia, 4, [("loss", 0.25)]);

        var records = Records(File.ReadAllBytes(Directory.EnumerateFiles(_folder).Single()));
        Assert.Equal(4, records.Count);
        Assert.Contains("brain.Event:2", Encoding.UTF8.GetString(records[0]), StringComparison.Ordinal);

        // Tag 1, 1.5 s; tag 2, the step; tag 7, length 2, tag 1, value 1: the session's start.
        byte[] time = [0x09, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f];
        Assert.Equal([.. time, 0x10, 3, 0x3a, 2, 8, 1], records[1]);

        // Tag 5: summary of { tag 1: value of { tag 1: "ia/loss", tag 2: 0.25 } }.
        byte[] expected = [.. time, 0x10, 4, 0x2a, 16, 0x0a, 14, 0x0a, 7, .. "ia/loss"u8, 0x15, 0, 0, 0x80, 0x3e];
        Assert.Equal(expected, records[3]);
    }

    [Fact]
    public void Picture_OfAPng_HasItsSizeAndBytes()
    {
        byte[] png = [.. new byte[16], 0, 0, 0, 5, 0, 0, 0, 7, 1, 2, 3];
        new EventFile(_folder, new StoppedClock()).Image(StageKind.III, 1, png);

        var record = Records(File.ReadAllBytes(Directory.EnumerateFiles(_folder).Single()))[^1];

        Assert.Contains("iii/sheet", Encoding.UTF8.GetString(record), StringComparison.Ordinal);
        byte[] image = [8, 7, 16, 5, 24, 3, 34, (byte)png.Length, .. png];
        Assert.True(record.AsSpan().EndsWith(image));
    }

    // The check value of CRC-32C, masked as TensorFlow does.
    [Fact]
    public void MaskedChecksum_OfTheCheckString_IsTheKnownValue()
    {
        const uint Crc = 0xE3069283;

        Assert.Equal(unchecked(((Crc >> 15) | (Crc << 17)) + 0xa282ead8), EventFile.MaskedChecksum("123456789"u8));
    }

    private static List<byte[]> Records(byte[] bytes)
    {
        var records = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(EventFile.MaskedChecksum(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            records.Add(bytes[(at + 12)..(at + 12 + length)]);
            Assert.Equal(EventFile.MaskedChecksum(records[^1]), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            at += 16 + length;
        }

        return records;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1500);
    }
}
