using System.IO.Compression;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Arrays;

/// <summary>Named numpy arrays in one file: a zip archive, stored or deflated, as numpy.savez and savez_compressed write it.</summary>
public sealed class NpzArchive : IDisposable
{
    private const string Extension = ".npy";

    private readonly ZipArchive _archive;
    private readonly string _path;
    private readonly Dictionary<string, ZipArchiveEntry> _entries;

    private NpzArchive(ZipArchive archive, string path)
    {
        (_archive, _path) = (archive, path);
        _entries = [];
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal)))
        {
            if (!_entries.TryAdd(entry.FullName[..^Extension.Length], entry))
            {
                throw ArrayFailure.Damaged(path, $"it holds '{entry.FullName}' twice");
            }
        }
    }

    /// <summary>The arrays' names.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Opens an archive.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The archive; the caller disposes.</returns>
    /// <exception cref="CheckpointException">It is missing, unreadable or no archive.</exception>
    public static NpzArchive Open(string path)
    {
        FileStream? file = null;
        ZipArchive? archive = null;
        try
        {
            file = InputFile.Open(path);
            archive = new ZipArchive(file, ZipArchiveMode.Read);
            return new NpzArchive(archive, path);
        }
        catch (InvalidDataException failure)
        {
            archive?.Dispose();
            file?.Dispose();
            throw ArrayFailure.Damaged(path, failure.Message.TrimEnd('.'), failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            archive?.Dispose();
            file?.Dispose();
            throw new CheckpointException($"Array {path} cannot be read: {failure.Message} Check the path and its permissions.", failure);
        }
        catch (CheckpointException)
        {
            archive?.Dispose();
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Opens one array. Only one may be open at a time.</summary>
    /// <param name="name">Its name without <c>.npy</c>.</param>
    /// <returns>The reader; the caller disposes.</returns>
    /// <exception cref="CheckpointException">There is no such array, or it is damaged, encrypted or of a kind that is not read.</exception>
    public NpyReader Array(string name)
    {
        var entry = _entries.GetValueOrDefault(name)
            ?? throw new CheckpointException($"Array {_path} has no '{name}'; it holds {(_entries.Count == 0 ? "no array" : string.Join(", ", _entries.Keys))}.");
        var source = $"{_path} '{name}'";
        try
        {
            return NpyReader.Open(entry.Open(), entry.Length, source);
        }
        catch (InvalidDataException failure)
        {
            throw ArrayFailure.Damaged(source, failure.Message.TrimEnd('.'), failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();
}
