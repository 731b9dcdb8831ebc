using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FaeRealtime.Video.Files;

/// <summary>What lies at a path.</summary>
public enum FilePlace
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A character device, such as a terminal or a video loop-back.</summary>
    Device,

    /// <summary>A socket or block device.</summary>
    Other,
}

/// <summary>Tells pipes and devices from files, which .NET does not.</summary>
public static partial class FilePlaces
{
    // linux/stat.h: the one stat call whose result is laid out alike on every architecture.
    private const int CurrentFolder = -100;
    private const uint WantsType = 0x0001;
    private const int ResultBytes = 256;
    private const int ModeOffset = 28;

    /// <summary>What lies at a path, behind links.</summary>
    public static FilePlace Of(string path)
    {
        Span<byte> result = stackalloc byte[ResultBytes];
        if (Statx(CurrentFolder, path, 0, WantsType, ref MemoryMarshal.GetReference(result)) != 0)
        {
            return FilePlace.Nothing;
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(result[ModeOffset..]) >> 12) switch
        {
            0x8 => FilePlace.File,
            0x4 => FilePlace.Folder,
            0x1 => FilePlace.Pipe,
            0x2 => FilePlace.Device,
            _ => FilePlace.Other,
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte result);
}
