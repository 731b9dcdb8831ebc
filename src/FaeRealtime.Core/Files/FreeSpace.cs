using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Files;

/// <summary>Keeps what others can ask for from filling a disk.</summary>
public static class FreeSpace
{
    /// <summary>What is left alone: a disk that is full stops other programs, too.</summary>
    public const long LeastBytes = 256L << 20;

    private const double BytesOfAMegabyte = 1 << 20;

    /// <summary>Refuses to write where too little is left.</summary>
    /// <param name="folder">It exists.</param>
    /// <param name="least">Bytes that must be free.</param>
    /// <exception cref="ConfigException">There is less.</exception>
    public static void Require(string folder, long least = LeastBytes)
    {
        if (Of(folder) is { } free && free < least)
        {
            throw new ConfigException(string.Create(CultureInfo.InvariantCulture, $"{folder} lies on a disk with {free / BytesOfAMegabyte:F0} MB left, and {least / BytesOfAMegabyte:F0} MB stay free. Make room, or choose another folder."));
        }
    }

    /// <summary>Bytes that are free at a path.</summary>
    /// <param name="folder">It exists.</param>
    /// <returns>Null where the file system does not tell.</returns>
    public static long? Of(string folder)
    {
        try
        {
            // A file system without blocks (/proc) tells a size of nothing: what is wrong there, writing says better.
            var drive = new DriveInfo(Path.GetFullPath(folder));
            return drive.TotalSize == 0 ? null : drive.AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
