using FaeRealtime.Core.Errors;

namespace FaeRealtime.Host.Commands.Eval;

/// <summary>Makes room for an output before anything is computed.</summary>
internal static class OutputPlace
{
    /// <summary>Makes a file's folder.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="ConfigException">The folder cannot be made, or the name is a folder.</exception>
    public static string File(string path)
    {
        if (Directory.Exists(path))
        {
            throw new ConfigException($"--out is {path}, which is a folder. Give a file.");
        }

        Folder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return path;
    }

    /// <summary>Makes a folder.</summary>
    /// <returns>The folder.</returns>
    /// <exception cref="ConfigException">It cannot be made.</exception>
    public static string Folder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"--out is {path}, which cannot be made: {failure.Message} Choose another place.", failure);
        }
    }
}
