using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Files;

/// <summary>Folders and files of one user: 700 and 600 where they are new. What is there keeps its mode, so that a user who gave it to others (<c>chmod</c>) has it so.</summary>
public static class PrivateFolder
{
    private const UnixFileMode OfFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder, and those above it that are missing.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OfFolder);
        }
    }

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">Its folder must exist.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="ConfigException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content)
    {
        try
        {
            FreeSpace.Require(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var part = PartFile.Create(path, Mode(path));
            part.Write(content.Span);
            part.Commit();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path} cannot be written: {failure.Message} Check the folder, its permissions and free space.", failure);
        }
    }

    private static UnixFileMode? Mode(string path) => OperatingSystem.IsWindows() ? null : File.Exists(path) ? File.GetUnixFileMode(path) : OfFile;
}
