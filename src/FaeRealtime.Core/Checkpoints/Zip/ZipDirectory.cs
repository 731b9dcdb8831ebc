using System.Buffers.Binary;
using System.Text;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Zip;

/// <summary>The files of a zip archive that holds them uncompressed, so that they can be used where they lie.</summary>
/// <remarks>
/// PKWARE APPNOTE 6.3, §4.3: the central directory counts, and each local header must agree with it. Zip64 is read; compression, encryption, several volumes, overlapping or
/// repeated entries are refused. Checksums are not verified: it would read every byte, and torch.save can leave them out.
/// </remarks>
internal sealed class ZipDirectory
{
    private const int CentralHeaderBytes = 46;
    private const int LocalHeaderBytes = 30;
    private const ushort EncryptedFlags = 0x2041;

    private readonly MappedFile _file;
    private readonly List<(long Begin, ZipEntry Entry)> _found = [];

    private ZipDirectory(MappedFile file) => _file = file;

    /// <summary>Reads and checks an archive's directory.</summary>
    /// <param name="file">The archive. Borrowed.</param>
    /// <returns>Its files by name.</returns>
    /// <exception cref="CheckpointException">The archive is damaged, or uses what is not read.</exception>
    public static Dictionary<string, ZipEntry> Read(MappedFile file)
    {
        var end = ZipEnd.Find(file);
        var directory = new ZipDirectory(file);
        directory.ReadEntries(end);
        directory.CheckLayout(end.Offset);
        var entries = new Dictionary<string, ZipEntry>(directory._found.Count, StringComparer.Ordinal);
        foreach (var (_, entry) in directory._found)
        {
            if (!entries.TryAdd(entry.Name, entry))
            {
                throw CheckpointFailure.Damaged(file.Path, $"its archive holds '{entry.Name}' twice");
            }
        }

        return entries;
    }

    private void ReadEntries(ZipEnd end)
    {
        var position = end.Offset;
        for (var i = 0L; i < end.Count; i++)
        {
            var header = ZipEnd.Record(_file, position, CentralHeaderBytes, 0x02014B50);
            var nameLength = Word(header, 28);
            var extraLength = Word(header, 30);
            var next = position + CentralHeaderBytes + nameLength + extraLength + Word(header, 32);
            if (next > end.Offset + end.Length)
            {
                throw CheckpointFailure.Damaged(_file.Path, $"entry {i} of its archive reaches beyond the central directory");
            }

            var name = _file.Span(position + CentralHeaderBytes, nameLength);
            _found.Add(ReadEntry(name, header, _file.Span(position + CentralHeaderBytes + nameLength, extraLength)));
            position = next;
        }

        if (position != end.Offset + end.Length)
        {
            throw CheckpointFailure.Damaged(_file.Path, $"the central directory of its archive has bytes after its {end.Count} entries");
        }
    }

    private (long Begin, ZipEntry Entry) ReadEntry(ReadOnlySpan<byte> nameBytes, ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra)
    {
        var name = Encoding.UTF8.GetString(nameBytes);
        if ((Word(header, 8) & EncryptedFlags) != 0 || Word(header, 10) != 0)
        {
            throw new CheckpointException($"Checkpoint {_file.Path}: '{name}' in its archive is compressed or encrypted; torch.save stores without either. Unpack it and zip it again with `zip -0`, or save it again.");
        }

        ulong uncompressed = DoubleWord(header, 24);
        ulong compressed = DoubleWord(header, 20);
        ulong begin = DoubleWord(header, 42);
        Zip64Extra.Widen(_file.Path, extra, ref uncompressed, ref compressed, ref begin);
        if (compressed != uncompressed || begin > (ulong)_file.Length || compressed > (ulong)_file.Length)
        {
            throw CheckpointFailure.Damaged(_file.Path, $"'{name}' in its archive has {compressed} bytes stored for {uncompressed} at byte {begin}, the file has {_file.Length}");
        }

        var local = ZipEnd.Record(_file, (long)begin, LocalHeaderBytes, 0x04034B50);
        var nameLength = Word(local, 26);
        var data = (long)begin + LocalHeaderBytes + nameLength + Word(local, 28);
        if (data > _file.Length - (long)compressed || Word(local, 8) != 0 || !_file.Span((long)begin + LocalHeaderBytes, nameLength).SequenceEqual(nameBytes))
        {
            throw CheckpointFailure.Damaged(_file.Path, $"'{name}' in its archive differs from its local header, or ends beyond the file");
        }

        return ((long)begin, new ZipEntry(name, data, (long)compressed));
    }

    private void CheckLayout(long directoryOffset)
    {
        _found.Sort((left, right) => left.Begin.CompareTo(right.Begin));
        for (var i = 0; i < _found.Count; i++)
        {
            var limit = i + 1 < _found.Count ? _found[i + 1].Begin : directoryOffset;
            var entry = _found[i].Entry;
            if (entry.Offset + entry.Length > limit)
            {
                throw CheckpointFailure.Damaged(_file.Path, $"'{entry.Name}' in its archive ends at byte {entry.Offset + entry.Length}, inside what begins at {limit}");
            }
        }
    }

    private static ushort Word(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static uint DoubleWord(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
}

/// <summary>A stored file of a zip archive.</summary>
/// <param name="Name">Its name with folders, divided by «/».</param>
/// <param name="Offset">Where in the archive its bytes begin.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct ZipEntry(string Name, long Offset, long Length);
