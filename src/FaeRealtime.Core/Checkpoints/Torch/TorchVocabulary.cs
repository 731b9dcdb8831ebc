using FaeRealtime.Core.Checkpoints.Pickle;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>The names in PyTorch's pickles: storages, tensors and plain containers.</summary>
/// <remarks>What <c>torch.save(state_dict)</c> writes, as <c>torch/_utils.py</c> and <c>torch/serialization.py</c> of PyTorch 0.4 to 2.9 have it.</remarks>
/// <param name="path">For messages.</param>
/// <param name="fileLength">No storage can be longer.</param>
internal sealed class TorchVocabulary(string path, long fileLength) : IPickleVocabulary
{
    /// <summary>The longest argument list of a known function.</summary>
    private const int MaximumArguments = 8;

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>Every storage that the pickle spoke of, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>The class of a storage whose element size is unknown; null where there is none. Only a file that lays storages end to end suffers from it.</summary>
    public string? UnknownStorage { get; private set; }

    /// <inheritdoc/>
    public object? Global(string module, string name) => TorchNames.Find(module, name);

    /// <inheritdoc/>
    public object? Call(object? function, PickleTuple arguments)
    {
        var given = arguments.Items;
        return function switch
        {
            TorchFunction.OrderedDictionary when given.Count == 0 => new PickleDictionary(),
            TorchFunction.OrderedDictionary when given is [PickleList pairs] => OrderedDictionary(pairs),
            TorchFunction.Size when given is [PickleTuple sizes] => sizes,
            TorchFunction.Set when given is [PickleList items] => items,
            TorchFunction.Set when given.Count == 0 => new PickleList(),
            TorchFunction.Tensor when given is [TorchStorage { Dtype: { } dtype } storage, long offset, PickleTuple size, PickleTuple stride, ..] and { Count: 4 or 6 or 7 } =>
                Plain(given, 6) ? new TorchTensor(storage, dtype, offset, size, stride) : Marked(arguments),
            TorchFunction.TypedTensor when given is [TorchStorage storage, long offset, PickleTuple size, PickleTuple stride, _, _, TensorDtype dtype, ..] and { Count: 7 or 8 } =>
                Plain(given, 7) ? new TorchTensor(storage, dtype, offset, size, stride) : Marked(arguments),
            TorchFunction.Parameter when given is [TorchTensor tensor, _, _] => tensor,
            TorchFunction.Tensor when given is [TorchStorage { Type.OpaqueName: { } opaque }, ..] => new PicklePlaceholder(opaque, arguments),
            TorchFunction when given.Take(MaximumArguments).OfType<PicklePlaceholder>().FirstOrDefault() is { } unknown => new PicklePlaceholder(unknown.Name, arguments),
            TorchFunction known => throw CheckpointFailure.Damaged(path, $"its pickle calls {known} with {given.Count} arguments that are not its"),
            _ => throw CheckpointFailure.Refused(path, $"opcode REDUCE of its pickle calls what is no function"),
        };
    }

    /// <inheritdoc/>
    public object? Persistent(object? identity)
    {
        if (identity is not PickleTuple { Items: ["storage", TorchStorageType type, string key, string, long count, ..] and { Count: 5 or 6 } items })
        {
            return Unknown(identity);
        }

        if (items.Count == 6 && items[5] is not null)
        {
            throw CheckpointFailure.Refused(path, $"storage '{PickleText.Name(key)}' is a view of another one, as PyTorch wrote before 0.4");
        }

        var storage = new TorchStorage(key, type, count);
        if (count < 0 || count > fileLength / storage.ElementBytes)
        {
            throw CheckpointFailure.Damaged(path, $"storage '{PickleText.Name(key)}' has {count} elements, the file {fileLength} bytes");
        }

        if (_storages.TryGetValue(key, out var known))
        {
            return known == storage
                ? known
                : throw CheckpointFailure.Damaged(path, $"storage '{PickleText.Name(key)}' is described in two ways");
        }

        _storages.Add(key, storage);
        return storage;
    }

    /// <remarks>Python 2 hands all pairs over at once, each as a list; Python 3 sets them one by one.</remarks>
    private PickleDictionary OrderedDictionary(PickleList pairs)
    {
        var dictionary = new PickleDictionary();
        foreach (var pair in pairs.TryTake() ? pairs.Items : throw CheckpointFailure.Damaged(path, $"one list of its pickle makes two dictionaries"))
        {
            var items = pair is PickleList list ? list.Items : (pair as PickleTuple)?.Items;
            dictionary.AddRange(items is [var key, var value] ? [key, value] : throw CheckpointFailure.Damaged(path, $"an OrderedDict of its pickle is made of something other than pairs"));
        }

        return dictionary;
    }

    /// <summary>Whether a tensor carries no mark (conjugate, negative) that changes its values.</summary>
    private static bool Plain(IReadOnlyList<object?> arguments, int metadata) =>
        arguments.Count <= metadata || arguments[metadata] is null or PickleDictionary { Pairs.Count: 0 };

    private static PicklePlaceholder Marked(PickleTuple arguments) => new("torch._utils._rebuild_tensor_v2 with metadata (a conjugate or negative view)", arguments);

    /// <remarks>A storage of an unknown class, or, in whole modules of the old format, a class with its source text.</remarks>
    private PicklePlaceholder Unknown(object? identity)
    {
        if (identity is PickleTuple { Items: ["storage", PicklePlaceholder storage, ..] } arguments)
        {
            UnknownStorage ??= storage.Name;
            return new PicklePlaceholder(storage.Name, arguments);
        }

        return new PicklePlaceholder(identity is PickleTuple { Items: ["module", PicklePlaceholder module, ..] } ? module.Name : "an object outside the pickle", identity as PickleTuple);
    }
}
