using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Data.Preparation.Faces;

/// <summary>A data folder of faces while one run works in it: new, or half-made by a run of the same identity.</summary>
internal sealed class FaceFolder : IDisposable
{
    private const string LockName = ".lock";
    private const string WorkName = ".work";
    private const string Leftovers = ".*.tmp"; // of AtomicFile

    private readonly FileStream _lock;

    private FaceFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Where packages lie while images are made.</summary>
    public string Work => System.IO.Path.Combine(Path, WorkName);

    /// <summary>Takes a folder.</summary>
    /// <param name="path">It; made where it is absent.</param>
    /// <param name="identity">What is to be made in it.</param>
    /// <exception cref="ConfigException">It holds something else, or another run works in it.</exception>
    public static FaceFolder Open(string path, FaceFolderIdentity identity)
    {
        try
        {
            Directory.CreateDirectory(path);
            var file = System.IO.Path.Combine(path, FaceFolderIdentity.FileName);
            if (!File.Exists(file) && Directory.EnumerateFileSystemEntries(path).Any(entry => System.IO.Path.GetFileName(entry) != LockName))
            {
                throw new ConfigException($"'{path}' is not empty and has no {FaceFolderIdentity.FileName}: it holds no drawn faces. Give an empty or a new folder.");
            }

            var folder = new FaceFolder(path, Lock(path));
            try
            {
                // Looked at again: another run may have begun and ended before this one had the lock.
                folder.Claim(file, File.Exists(file), identity);
                return folder;
            }
            catch
            {
                folder.Dispose();
                throw;
            }
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new ConfigException($"'{path}' cannot be used: {failure.Message} Check its permissions and free space.", failure);
        }
    }

    /// <summary>Whether a face's image is there, whole.</summary>
    /// <param name="face">It.</param>
    public bool Has(Face face) => File.Exists(System.IO.Path.Combine(Path, face.File));

    /// <summary>Writes a face's image whole or not at all.</summary>
    /// <param name="face">It.</param>
    /// <param name="png">The file's bytes.</param>
    public void Write(Face face, byte[] png) => AtomicFile.WriteBytes(System.IO.Path.Combine(Path, face.File), png);

    /// <summary>Removes packages and what killed runs left.</summary>
    public void Clean()
    {
        if (Directory.Exists(Work))
        {
            Directory.Delete(Work, recursive: true);
        }

        foreach (var leftover in Directory.EnumerateFiles(Path, Leftovers, SearchOption.AllDirectories))
        {
            File.Delete(leftover);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Delete(System.IO.Path.Combine(Path, LockName));
        _lock.Dispose();
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new ConfigException($"Another run works in '{path}' ({failure.Message}). Wait for it, or give another folder.", failure);
        }
    }

    private void Claim(string file, bool known, FaceFolderIdentity identity)
    {
        if (!known)
        {
            StrictJson.Write(file, identity, FaceJsonContext.Default.FaceFolderIdentity);
            return;
        }

        string[] differences = [.. StrictJson.Read<FaceFolderIdentity>(file).DifferencesTo(identity)];
        if (differences.Length > 0)
        {
            throw new ConfigException($"'{Path}' holds faces of another kind: {string.Join("; ", differences)}. Give the same options to go on there, or another folder.");
        }
    }
}
