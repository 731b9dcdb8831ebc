using System.Buffers.Binary;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Zip;

/// <summary>What the end of a zip archive says of its central directory (APPNOTE §4.3.14–16).</summary>
/// <param name="Offset">The directory's first byte.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Count">Its entries.</param>
internal readonly record struct ZipEnd(long Offset, long Length, long Count)
{
    /// <summary>Bytes of the end record without its comment.</summary>
    public const int Bytes = 22;

    private const int LocatorBytes = 20;
    private const int End64Bytes = 56;

    /// <summary>Finds and checks the end records.</summary>
    /// <param name="file">The archive. Borrowed.</param>
    /// <exception cref="CheckpointException">The archive is cut off, damaged or one of several volumes.</exception>
    public static ZipEnd Find(MappedFile file)
    {
        var position = Locate(file);
        var end = file.Span(position, Bytes);
        var saturated = Word(end, 10) == ushort.MaxValue || DoubleWord(end, 12) == uint.MaxValue || DoubleWord(end, 16) == uint.MaxValue;
        var (found, limit) = saturated
            ? FindWide(file, position)
            : (new Raw(Word(end, 4), Word(end, 6), Word(end, 8), Word(end, 10), DoubleWord(end, 12), DoubleWord(end, 16)), position);
        if (found.Disk != 0 || found.DirectoryDisk != 0 || found.CountHere != found.Count)
        {
            throw CheckpointFailure.Damaged(file.Path, $"its archive is one of several volumes");
        }

        return found.Offset <= (ulong)limit && found.Length <= (ulong)limit - found.Offset && found.Count <= found.Length
            ? new ZipEnd((long)found.Offset, (long)found.Length, (long)found.Count)
            : throw CheckpointFailure.Damaged(file.Path, $"its archive has {found.Length} bytes of directory for {found.Count} entries at byte {found.Offset}, the file has {file.Length}");
    }

    /// <summary>A record of the archive, its signature checked.</summary>
    /// <param name="file">The archive. Borrowed.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">Its fixed part.</param>
    /// <param name="signature">Its first four bytes.</param>
    /// <exception cref="CheckpointException">It is not there.</exception>
    public static ReadOnlySpan<byte> Record(MappedFile file, long offset, int length, uint signature)
    {
        if (offset < 0 || offset > file.Length - length || DoubleWord(file.Span(offset, length), 0) != signature)
        {
            throw CheckpointFailure.Damaged(file.Path, $"its archive lacks the record 0x{signature:X8} at byte {offset}");
        }

        return file.Span(offset, length);
    }

    /// <remarks>The comment is the last thing in the file, so its length must lead exactly to the end.</remarks>
    private static long Locate(MappedFile file)
    {
        var length = (int)Math.Min(file.Length, Bytes + ushort.MaxValue);
        var tail = file.Span(file.Length - length, length);
        for (var at = length - Bytes; at >= 0; at--)
        {
            if (DoubleWord(tail, at) == 0x06054B50 && Word(tail, at + 20) == length - at - Bytes)
            {
                return file.Length - length + at;
            }
        }

        throw CheckpointFailure.Damaged(file.Path, $"its archive has no end record (it is cut off, or other bytes follow it)");
    }

    private static (Raw End, long Limit) FindWide(MappedFile file, long position)
    {
        var locator = Record(file, position - LocatorBytes, LocatorBytes, 0x07064B50);
        var at = BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]);
        var end = Record(file, (long)Math.Min(at, (ulong)file.Length), End64Bytes, 0x06064B50);
        return (new Raw(DoubleWord(end, 16), DoubleWord(end, 20), QuadWord(end, 24), QuadWord(end, 32), QuadWord(end, 40), QuadWord(end, 48)), (long)at);
    }

    private static ushort Word(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static uint DoubleWord(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);

    private static ulong QuadWord(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt64LittleEndian(record[at..]);

    private readonly record struct Raw(uint Disk, uint DirectoryDisk, ulong CountHere, ulong Count, ulong Length, ulong Offset);
}
