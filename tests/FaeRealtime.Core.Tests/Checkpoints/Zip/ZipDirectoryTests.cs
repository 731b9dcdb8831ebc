using System.Buffers.Binary;
using System.IO.Compression;
using FaeRealtime.Core.Checkpoints;
using FaeRealtime.Core.Checkpoints.Zip;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Tests.Checkpoints.Zip;

public sealed class ZipDirectoryTests : IDisposable
{
    private const int CentralCompressed = 20;
    private const int CentralMethod = 10;
    private const int CentralFlags = 8;
    private const int CentralOffset = 42;

    private readonly Folder _folder = new();

    private string Archive => _folder.File("a.zip");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(0)]
    [InlineData(200)]
    public void Read_WhatTheWriterWrote_SameBytesAligned(long wideFrom)
    {
        Write(wideFrom);
        using var file = MappedFile.Open(Archive);

        var entries = ZipDirectory.Read(file);

        Assert.Equal(["a/größe", "a/none", "a/one"], entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([1, 2, 3], file.Span(entries["a/größe"].Offset, (int)entries["a/größe"].Length).ToArray());
        Assert.Equal(0, entries["a/none"].Length);
        Assert.Equal(300, entries["a/one"].Length);
        Assert.All(entries.Values, entry => Assert.Equal(0, entry.Offset % 64));
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(0)]
    public void Write_Archive_AnotherReaderAgrees(long wideFrom)
    {
        Write(wideFrom);
        using var archive = ZipFile.OpenRead(Archive);

        Assert.Equal(["a/größe", "a/none", "a/one"], archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));
        using var content = archive.GetEntry("a/größe")!.Open();
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => content.ReadByte()));
        Assert.All(archive.Entries, entry => Assert.Equal(Checksum(entry), entry.Crc32));
    }

    [Fact]
    public void Read_ArchiveOfAnotherWriter_StoredReadCompressedRefused()
    {
        using (var archive = ZipFile.Open(Archive, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("stored", CompressionLevel.NoCompression).Open();
            entry.Write([1, 2, 3]);
        }

        using (var file = MappedFile.Open(Archive))
        {
            Assert.Equal(3, ZipDirectory.Read(file)["stored"].Length);
        }

        using (var archive = ZipFile.Open(Archive, ZipArchiveMode.Update))
        {
            using var entry = archive.CreateEntry("packed", CompressionLevel.SmallestSize).Open();
            entry.Write(new byte[1000]);
        }

        Assert.Contains("'packed' in its archive is compressed", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CentralFlags, 0x01, "'a/größe' in its archive is compressed or encrypted")]
    [InlineData(CentralMethod, 0x08, "compressed")]
    [InlineData(CentralCompressed, 0x05, "5 bytes stored for 3")]
    [InlineData(CentralOffset, 0x40, "lacks the record 0x04034B50 at byte 64")]
    [InlineData(CentralOffset + 3, 0x40, "the file has")]
    [InlineData(28, 0x06, "differs from its local header")]
    [InlineData(31, 0xFF, "beyond the central directory")]
    [InlineData(46, (byte)'b', "differs from its local header")]
    public void Read_FieldChanged_Refused(int field, byte value, string reason)
    {
        Write();
        var bytes = File.ReadAllBytes(Archive);
        bytes[DirectoryOf(bytes) + field] = value;
        File.WriteAllBytes(Archive, bytes);

        Assert.Contains(reason, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OverlappingEntries_Refused()
    {
        Write();
        var bytes = File.ReadAllBytes(Archive);
        var second = DirectoryOf(bytes) + 46 + "a/größe"u8.Length;
        // The middle file's length is stretched over the next one's header, on both sides.
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(second + 20), 100);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(second + 24), 100);
        File.WriteAllBytes(Archive, bytes);

        Assert.Contains("'a/none' in its archive ends at", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NameTwice_Refused()
    {
        using (var stream = File.Create(Archive))
        {
            var archive = new ZipWriter(stream);
            archive.Add("same", 1, content => content.WriteByte(1));
            archive.Add("same", 1, content => content.WriteByte(2));
            archive.Finish();
        }

        Assert.Contains("'same' twice", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(0)]
    public void Read_EveryTruncationAndTail_Refused(long wideFrom)
    {
        Write(wideFrom);
        var bytes = File.ReadAllBytes(Archive);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(Archive, bytes[..length]);
            Refusal();
        }

        File.WriteAllBytes(Archive, [.. bytes, 0]);
        Assert.Contains("no end record", Refusal(), StringComparison.Ordinal);
    }

    private static uint Checksum(ZipArchiveEntry entry)
    {
        using var memory = new MemoryStream();
        using var content = entry.Open();
        content.CopyTo(memory);
        var crc = new Crc32();
        crc.Append(memory.ToArray());
        return crc.Value;
    }

    private static int DirectoryOf(byte[] archive) => BinaryPrimitives.ReadInt32LittleEndian(archive.AsSpan(archive.Length - 22 + 16));

    private void Write(long wideFrom = uint.MaxValue)
    {
        using var stream = File.Create(Archive);
        var archive = new ZipWriter(stream, wideFrom);
        archive.Add("a/größe", 3, content => content.Write([1, 2, 3]));
        archive.Add("a/none", 0, _ => { });
        archive.Add("a/one", 300, content => content.Write(new byte[300]));
        archive.Finish();
    }

    private string Refusal()
    {
        using var file = MappedFile.Open(Archive);
        return Assert.Throws<CheckpointException>(() => ZipDirectory.Read(file)).Message;
    }
}
