using System.Runtime.InteropServices;

namespace FaeRealtime.Data.Sources;

/// <summary>What a path leads to, links followed: which file or folder (device and inode) and of which type.</summary>
/// <remarks>On Linux by statx, whose record is the same on every processor; elsewhere by the resolved path.</remarks>
internal readonly partial record struct FileNode(string Identity, bool IsRegular)
{
    private const int CurrentFolder = -100;
    private const uint TypeAndInode = 0x101;
    private const int RecordBytes = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136;
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;

    /// <summary>Looks at a path; null where it leads nowhere, or its name is not UTF-8 on disk.</summary>
    public static FileNode? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? new FileNode(path, IsRegular: true)
                : Directory.Exists(path) ? new FileNode(new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path), IsRegular: false)
                : null;
        }

        Span<byte> record = stackalloc byte[RecordBytes];
        if (Look(CurrentFolder, path, 0, TypeAndInode, ref MemoryMarshal.GetReference(record)) != 0)
        {
            return null;
        }

        var device = MemoryMarshal.Read<ulong>(record[DeviceOffset..]);
        var inode = MemoryMarshal.Read<ulong>(record[InodeOffset..]);
        return new FileNode($"{device:x}:{inode:x}", (MemoryMarshal.Read<ushort>(record[ModeOffset..]) & TypeMask) == RegularType);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Look(int folder, string path, int flags, uint mask, ref byte record);
}
