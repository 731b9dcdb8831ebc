using System.Collections.ObjectModel;
using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>What a pickle describes and where its storages lie, put together; the same for both formats of torch.save.</summary>
/// <param name="file">The file.</param>
/// <param name="root">The pickle's value.</param>
/// <param name="pickleLength">Bytes of the pickle.</param>
/// <param name="storageOffset">Where each storage begins, by key.</param>
/// <param name="metadata">What the file says of itself; null for nothing.</param>
internal sealed class TorchContents(MappedFile file, object? root, long pickleLength, IReadOnlyDictionary<string, long> storageOffset, IReadOnlyDictionary<string, string>? metadata = null)
{
    private const string OutsideParts = "";

    /// <summary>More parts or placeholders than this are of no use to a person; honest files have a dozen.</summary>
    private const int MaximumListed = 1000;

    /// <summary>The checkpoint of a part.</summary>
    /// <param name="part">As in <c>CheckpointFile.Open</c>.</param>
    /// <returns>The checkpoint; it owns the file.</returns>
    /// <exception cref="CheckpointException">There is no such part, it holds an object of an unknown class, or a tensor does not fit its storage.</exception>
    public MappedCheckpoint Open(string? part)
    {
        var tensors = TorchParts.Tensors(file.Path, root, part, pickleLength);
        var placed = new Dictionary<string, StoredTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            placed.Add(name, tensor.Place(name, file, storageOffset[tensor.Storage.Key]));
        }

        return new MappedCheckpoint(file.Path, placed, file) { Metadata = metadata ?? ReadOnlyDictionary<string, string>.Empty };
    }

    /// <summary>Everything that it holds, part by part; nothing is refused for what another part holds.</summary>
    /// <exception cref="CheckpointException">The pickle repeats its containers without end.</exception>
    public CheckpointContents Describe()
    {
        var collector = new TensorCollector(file.Path, pickleLength);
        var parts = new List<CheckpointPart>();
        var placeholders = new List<CheckpointPlaceholder>();
        var candidates = TorchParts.Candidates(file.Path, root, pickleLength).ToHashSet(StringComparer.Ordinal);
        var pairs = root is PickleDictionary dictionary ? dictionary.Pairs : [];
        List<KeyValuePair<object?, object?>> outside = [.. pairs.Where(pair => pair.Key is not string key || !candidates.Contains(key))];
        Add(root is PickleDictionary ? DictionaryOf(outside) : root, OutsideParts);
        foreach (var pair in pairs.Where(pair => pair.Key is string key && candidates.Contains(key)).Take(MaximumListed))
        {
            Add(pair.Value, (string)pair.Key!);
        }

        return new CheckpointContents(file.Path, parts, placeholders);

        void Add(object? value, string name)
        {
            collector.Clear();
            string? problem = null;
            try
            {
                collector.Collect(value);
            }
            catch (CheckpointException failure)
            {
                problem = failure.Message;
            }

            placeholders.AddRange(collector.Placeholders.Take(MaximumListed - placeholders.Count).Select(found => new CheckpointPlaceholder(PickleText.Name(Join(name, found.Name)), PickleText.Name(found.Placeholder.Name), $"{found.Placeholder}")));
            if (name != OutsideParts || collector.Tensors.Count > 0 || problem is not null)
            {
                var tensors = collector.Tensors;
                var scaled = ScaledFloat8.Find(tensors.Select(tensor => KeyValuePair.Create(tensor.Key, tensor.Value.Dtype)), tensors.ContainsKey);
                parts.Add(new CheckpointPart(name, tensors.Count, [.. tensors.Values.Select(tensor => tensor.Dtype).Distinct().Order()], collector.Placeholders.Count, scaled is not null, problem));
            }
        }
    }

    private static string Join(string first, string second) => first.Length == 0 || second.Length == 0 ? first + second : $"{first}.{second}";

    private static PickleDictionary DictionaryOf(List<KeyValuePair<object?, object?>> pairs)
    {
        var dictionary = new PickleDictionary();
        dictionary.AddRange([.. pairs.SelectMany(pair => new[] { pair.Key, pair.Value })]);
        return dictionary;
    }
}
