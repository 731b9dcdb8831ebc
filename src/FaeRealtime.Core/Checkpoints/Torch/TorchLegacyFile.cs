using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Reads what torch.save wrote before 1.6: five pickles (magic number, protocol, machine, value, storage keys), then each storage as a count and its elements.</summary>
internal static class TorchLegacyFile
{
    private const long Protocol = 1001;

    private static readonly BigInteger Magic = BigInteger.Parse("1950A86A20F9469CFC6C", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Reads a mapped file.</summary>
    /// <param name="file">The file. Not disposed when it is refused.</param>
    /// <exception cref="CheckpointException">It is damaged, or no file of torch.save.</exception>
    public static TorchContents Read(MappedFile file)
    {
        var vocabulary = new TorchVocabulary(file.Path, file.Length);
        var position = 0L;
        CheckHead(file, vocabulary, ref position);
        var begin = position;
        var value = Next(file, vocabulary, ref position);
        var pickleLength = position - begin;
        var keys = Next(file, vocabulary, ref position) as PickleList
            ?? throw CheckpointFailure.Damaged(file.Path, $"its storage keys are no list");
        return new TorchContents(file, value, pickleLength, Locate(file, vocabulary, keys, position));
    }

    private static void CheckHead(MappedFile file, TorchVocabulary vocabulary, ref long position)
    {
        if (Next(file, vocabulary, ref position) is not BigInteger magic || magic != Magic)
        {
            throw new CheckpointException($"Checkpoint {file.Path} is a pickle, but not one of torch.save. Load it in Python and save its tensors with torch.save or safetensors.");
        }

        var protocol = Next(file, vocabulary, ref position);
        if (protocol is not Protocol)
        {
            throw CheckpointFailure.Damaged(file.Path, $"its protocol is '{protocol}', {Protocol} is needed");
        }

        if (Next(file, vocabulary, ref position) is not PickleDictionary machine || machine.Find("little_endian") is not true)
        {
            throw new CheckpointException($"Checkpoint {file.Path} was not written in little-endian order. Save it again on a little-endian machine.");
        }
    }

    private static object? Next(MappedFile file, TorchVocabulary vocabulary, ref long position)
    {
        var value = PickleReader.Read(file.Path, file.From(position), vocabulary, out var length);
        position += length;
        return value;
    }

    private static Dictionary<string, long> Locate(MappedFile file, TorchVocabulary vocabulary, PickleList keys, long position)
    {
        if (vocabulary.UnknownStorage is { } unknown)
        {
            throw CheckpointFailure.Refused(file.Path, $"it holds a {PickleText.Name(unknown)}, whose length is unknown, so that nothing after it can be found in this old format");
        }

        var offsets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var item in keys.Items)
        {
            if (item is not string key || !vocabulary.Storages.TryGetValue(key, out var storage) || !offsets.TryAdd(key, position + sizeof(long)))
            {
                throw CheckpointFailure.Damaged(file.Path, $"a storage key is repeated or belongs to no tensor");
            }

            var rest = file.Length - position - sizeof(long);
            if (rest < storage.ByteCount || BinaryPrimitives.ReadInt64LittleEndian(file.Span(position, sizeof(long))) != storage.Count)
            {
                throw CheckpointFailure.Damaged(file.Path, $"storage '{PickleText.Name(key)}' should have {storage.Count} elements at byte {position}");
            }

            position += sizeof(long) + storage.ByteCount;
        }

        if (offsets.Count != vocabulary.Storages.Count || position != file.Length)
        {
            throw CheckpointFailure.Damaged(file.Path, $"it holds {offsets.Count} of {vocabulary.Storages.Count} storages and ends at byte {position} of {file.Length}");
        }

        return offsets;
    }
}
