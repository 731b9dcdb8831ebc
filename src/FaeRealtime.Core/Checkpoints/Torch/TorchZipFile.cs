using System.Text.Json;
using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Checkpoints.Zip;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Reads what torch.save writes since 1.6: an archive of one pickle and a file per storage.</summary>
internal static class TorchZipFile
{
    private const string PickleName = "/data.pkl";
    private const int MetadataLimit = 1 << 20;

    /// <summary>Reads a mapped archive.</summary>
    /// <param name="file">The archive. Not disposed when it is refused.</param>
    /// <exception cref="CheckpointException">It is damaged, or no archive of torch.save.</exception>
    public static TorchContents Read(MappedFile file)
    {
        var entries = ZipDirectory.Read(file);
        var pickle = FindPickle(file.Path, entries);
        var root = pickle.Name[..^PickleName.Length];
        CheckByteOrder(file, entries, root);
        var vocabulary = new TorchVocabulary(file.Path, file.Length);
        var value = PickleReader.Read(file.Path, file.Span(pickle.Offset, (int)pickle.Length), vocabulary, out var length);
        if (length != pickle.Length)
        {
            throw CheckpointFailure.Damaged(file.Path, $"'{pickle.Name}' has {pickle.Length} bytes, its pickle {length}");
        }

        var offsets = vocabulary.Storages.Values.ToDictionary(storage => storage.Key, storage => Locate(file.Path, entries, root, storage), StringComparer.Ordinal);
        return new TorchContents(file, value, length, offsets, Metadata(file, entries, root));
    }

    private static ZipEntry FindPickle(string path, Dictionary<string, ZipEntry> entries)
    {
        ZipEntry[] found = [.. entries.Values.Where(entry => entry.Name.EndsWith(PickleName, StringComparison.Ordinal) && entry.Name.IndexOf('/', StringComparison.Ordinal) == entry.Name.Length - PickleName.Length)];
        if (found.Length != 1)
        {
            throw new CheckpointException($"Checkpoint {path} is a zip archive with {found.Length} files '<name>/data.pkl', where torch.save writes one. Give the .pt or .pth file itself.");
        }

        if (entries.ContainsKey(found[0].Name.Replace(PickleName, "/constants.pkl", StringComparison.Ordinal)))
        {
            throw CheckpointFailure.Refused(path, $"it is a TorchScript program");
        }

        return found[0].Length <= int.MaxValue
            ? found[0]
            : throw CheckpointFailure.Damaged(path, $"its pickle claims {found[0].Length} bytes");
    }

    /// <remarks>Absent before PyTorch 2.1.</remarks>
    private static void CheckByteOrder(MappedFile file, Dictionary<string, ZipEntry> entries, string root)
    {
        if (entries.TryGetValue($"{root}/byteorder", out var order) && (order.Length > 16 || !file.Span(order.Offset, (int)order.Length).SequenceEqual("little"u8)))
        {
            throw new CheckpointException($"Checkpoint {file.Path} was not written in little-endian order. Save it again on a little-endian machine.");
        }
    }

    // Only this product writes it; what is there and is not its JSON says nothing.
    private static Dictionary<string, string>? Metadata(MappedFile file, Dictionary<string, ZipEntry> entries, string root)
    {
        try
        {
            return entries.TryGetValue($"{root}/{TorchFileWriter.MetadataName}", out var entry) && entry.Length <= MetadataLimit
                ? JsonSerializer.Deserialize(file.Span(entry.Offset, (int)entry.Length), FaeJsonContext.Default.DictionaryStringString)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static long Locate(string path, Dictionary<string, ZipEntry> entries, string root, TorchStorage storage)
    {
        if (!entries.TryGetValue($"{root}/data/{storage.Key}", out var entry))
        {
            throw CheckpointFailure.Damaged(path, $"its archive has no storage '{PickleText.Name(storage.Key)}'");
        }

        return entry.Length == storage.ByteCount
            ? entry.Offset
            : throw CheckpointFailure.Damaged(path, $"storage '{PickleText.Name(storage.Key)}' has {entry.Length} bytes, its pickle says {storage.ByteCount}");
    }
}
