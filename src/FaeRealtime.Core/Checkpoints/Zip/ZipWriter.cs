using System.Text;

namespace FaeRealtime.Core.Checkpoints.Zip;

/// <summary>Writes a zip archive of uncompressed files, each on a 64-byte boundary as torch.save has them. No time of day goes in.</summary>
/// <param name="stream">A stream that can seek. Borrowed.</param>
/// <param name="wideFrom">The size or offset from which Zip64 is used; lower for tests.</param>
internal sealed class ZipWriter(Stream stream, long wideFrom = uint.MaxValue)
{
    private const int Alignment = 64;
    private const int LocalHeaderBytes = 30;
    private const int ChecksumOffset = 14;

    /// <summary>PyTorch's own extra field for padding.</summary>
    private const ushort PaddingId = 0x4246;

    private const int ExtraHeaderBytes = 4;
    private const ushort Utf8Names = 0x0800;

    /// <summary>1 January 1980, where the format's calendar begins.</summary>
    private const ushort FirstDay = 0x0021;

    private readonly List<Written> _entries = [];

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="write">Writes exactly them.</param>
    public void Add(string name, long length, Action<Stream> write)
    {
        var begin = stream.Position;
        var wide = begin >= wideFrom || length >= wideFrom;
        WriteLocalHeader(Encoding.UTF8.GetBytes(name), length, wide);
        var content = new ChecksumStream(stream);
        write(content);
        if (content.Length != length)
        {
            throw new InvalidOperationException($"'{name}' was announced with {length} bytes and written with {content.Length}.");
        }

        var end = stream.Position;
        stream.Position = begin + ChecksumOffset;
        new LittleEndianRecord().Add(content.Checksum).WriteTo(stream);
        stream.Position = end;
        _entries.Add(new Written(name, begin, length, content.Checksum, wide));
    }

    /// <summary>Writes the directory. Nothing can be added after it.</summary>
    public void Finish()
    {
        var begin = stream.Position;
        foreach (var entry in _entries)
        {
            WriteCentralHeader(entry);
        }

        WriteEnd(begin, stream.Position - begin);
    }

    private void WriteLocalHeader(byte[] name, long length, bool wide)
    {
        var widened = new LittleEndianRecord();
        if (wide)
        {
            widened.Add(Zip64Extra.Id).Add((ushort)16).Add((ulong)length).Add((ulong)length);
        }

        var fixedBytes = stream.Position + LocalHeaderBytes + name.Length + widened.Length + ExtraHeaderBytes;
        var padding = (int)((Alignment - (fixedBytes % Alignment)) % Alignment);
        var shown = wide ? uint.MaxValue : (uint)length;
        new LittleEndianRecord()
            .Add(0x04034B50u).Add(Version(wide)).Add(Utf8Names).Add((ushort)0).Add((ushort)0).Add(FirstDay)
            .Add(0u).Add(shown).Add(shown).Add((ushort)name.Length).Add((ushort)(widened.Length + ExtraHeaderBytes + padding))
            .Add(name).Add(widened.Bytes).Add(PaddingId).Add((ushort)padding).Add(new byte[padding])
            .WriteTo(stream);
    }

    private void WriteCentralHeader(Written entry)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        var shown = entry.Wide ? uint.MaxValue : (uint)entry.Length;
        var record = new LittleEndianRecord()
            .Add(0x02014B50u).Add(Version(entry.Wide)).Add(Version(entry.Wide)).Add(Utf8Names).Add((ushort)0).Add((ushort)0).Add(FirstDay)
            .Add(entry.Checksum).Add(shown).Add(shown).Add((ushort)name.Length).Add((ushort)(entry.Wide ? 28 : 0))
            .Add((ushort)0).Add((ushort)0).Add((ushort)0).Add(0u).Add(entry.Wide ? uint.MaxValue : (uint)entry.Begin).Add(name);
        if (entry.Wide)
        {
            record.Add(Zip64Extra.Id).Add((ushort)24).Add((ulong)entry.Length).Add((ulong)entry.Length).Add((ulong)entry.Begin);
        }

        record.WriteTo(stream);
    }

    private void WriteEnd(long offset, long length)
    {
        var record = new LittleEndianRecord();
        var count = _entries.Count;
        var wide = count >= ushort.MaxValue || offset >= wideFrom || length >= wideFrom;
        if (wide)
        {
            record
                .Add(0x06064B50u).Add(44UL).Add(Version(wide: true)).Add(Version(wide: true)).Add(0u).Add(0u).Add((ulong)count).Add((ulong)count).Add((ulong)length).Add((ulong)offset)
                .Add(0x07064B50u).Add(0u).Add((ulong)(offset + length)).Add(1u);
        }

        var shownCount = wide ? ushort.MaxValue : (ushort)count;
        record
            .Add(0x06054B50u).Add((ushort)0).Add((ushort)0).Add(shownCount).Add(shownCount)
            .Add(wide ? uint.MaxValue : (uint)length).Add(wide ? uint.MaxValue : (uint)offset).Add((ushort)0)
            .WriteTo(stream);
    }

    /// <summary>The version of the format that a reader needs: 4.5 has Zip64.</summary>
    private static ushort Version(bool wide) => wide ? (ushort)45 : (ushort)20;

    private sealed record Written(string Name, long Begin, long Length, uint Checksum, bool Wide);
}
