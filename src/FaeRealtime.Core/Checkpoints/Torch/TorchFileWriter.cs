using System.Text.Json;
using FaeRealtime.Core.Checkpoints.Zip;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Files;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Writes state dicts that <c>torch.load</c> reads, with <c>weights_only=True</c> too: the same tensors in the same order give the same bytes.</summary>
public static class TorchFileWriter
{
    /// <summary>Where metadata lies in the archive: beside what <c>torch.load</c> reads, where TorchScript keeps extra files too.</summary>
    internal const string MetadataName = "extra/metadata.json";

    private const string Root = "archive";

    /// <summary>Writes a file under a temporary name, flushes it to disk and renames it; on failure an existing file stays as it was.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">The state dict, in its order. F64, F32, F16, BF16, I64, I32, I16, I8, U8 or Bool.</param>
    /// <param name="metadata">Strings that <see cref="ICheckpoint.Metadata"/> gives back; <c>torch.load</c> passes over them.</param>
    /// <exception cref="CheckpointException">A key stands twice, a tensor's bytes do not fit its shape, PyTorch has no such type, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        SafetensorsTensor.Check(path, tensors);
        var pickle = StateDictPickle.Write(path, tensors);
        try
        {
            AtomicFile.Write(path, stream => Write(new ZipWriter(stream), pickle, tensors, metadata));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"Checkpoint {path} cannot be written: {failure.Message} Check the folder, its permissions and free space.", failure);
        }
    }

    private static void Write(ZipWriter archive, ReadOnlyMemory<byte> pickle, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        archive.Add($"{Root}/data.pkl", pickle.Length, stream => stream.Write(pickle.Span));
        archive.Add($"{Root}/byteorder", 6, stream => stream.Write("little"u8));
        for (var i = 0; i < tensors.Count; i++)
        {
            archive.Add($"{Root}/data/{i}", tensors[i].ByteCount, tensors[i].WriteTo);
        }

        if (metadata is { Count: > 0 })
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(), FaeJsonContext.Default.DictionaryStringString);
            archive.Add($"{Root}/{MetadataName}", text.Length, stream => stream.Write(text));
        }

        // Read last and by every version: 3 is that of torch 1.6 and later.
        archive.Add($"{Root}/version", 2, stream => stream.Write("3\n"u8));
        archive.Finish();
    }
}
