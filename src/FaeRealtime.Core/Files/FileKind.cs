using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FaeRealtime.Core.Files;

/// <summary>What a path leads to, asked of the system; .NET's own attributes do not tell a FIFO from a file.</summary>
/// <remarks>statx(2): its record is laid out alike on every architecture of Linux, which stat's is not. Elsewhere nothing is asked.</remarks>
internal static partial class FileKind
{
    private const int WorkingFolder = -100; // AT_FDCWD
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint TypeMask = 1; // STATX_TYPE
    private const int RecordBytes = 256;
    private const int ModeOffset = 28;

    /// <summary>Refuses what is there and no regular file. Says nothing of what is missing or out of reach: opening it tells.</summary>
    /// <param name="path">The path; links are followed.</param>
    /// <exception cref="IOException">A FIFO, a device, a socket.</exception>
    public static void RequireRegular(string path)
    {
        if (OperatingSystem.IsLinux() && !path.Contains('\0', StringComparison.Ordinal))
        {
            Span<byte> record = stackalloc byte[RecordBytes];
            Check(path, Statx(WorkingFolder, path, 0, TypeMask, ref MemoryMarshal.GetReference(record)), record);
        }
    }

    /// <summary>Refuses an open file that is no regular one.</summary>
    /// <param name="path">Its path, for the message.</param>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">A FIFO, a device, a socket.</exception>
    public static void RequireRegular(string path, SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
        {
            Span<byte> record = stackalloc byte[RecordBytes];
            Check(path, Statx(file, string.Empty, EmptyPath, TypeMask, ref MemoryMarshal.GetReference(record)), record);
        }
    }

    private static void Check(string path, int result, ReadOnlySpan<byte> record)
    {
        const int type = 0xF000; // S_IFMT
        var kind = result != 0 ? null : (BinaryPrimitives.ReadUInt16LittleEndian(record[ModeOffset..]) & type) switch
        {
            0x1000 => "a FIFO",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null, // a file; or a folder, which opening refuses in its own words
        };
        if (kind is not null)
        {
            throw new IOException($"'{path}' is {kind}, where a regular file is needed.");
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte record);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle file, string path, int flags, uint mask, ref byte record);
}
