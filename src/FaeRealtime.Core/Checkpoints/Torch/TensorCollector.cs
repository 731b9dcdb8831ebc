using System.Globalization;
using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Walks what a pickle holds and names its tensors and placeholders by their way from the root, divided by dots.</summary>
/// <remarks>A pickle can share a container a thousand times or put it into itself, so the walk is bounded by the pickle's length.</remarks>
/// <param name="path">For messages.</param>
/// <param name="pickleLength">Bytes of the pickle.</param>
internal sealed class TensorCollector(string path, long pickleLength)
{
    private const int MaximumDepth = 64;

    /// <summary>Honest pickles visit each value once or, where small tuples are shared, a few times; each takes a byte at least.</summary>
    private long _visits = 4096 + (4 * pickleLength);

    /// <summary>Keys of honest pickles stand in them, but for the prefixes of nested dictionaries.</summary>
    private long _characters = 4096 + (8 * pickleLength);

    /// <summary>The tensors found, by name.</summary>
    public Dictionary<string, TorchTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>The placeholders found, in the pickle's order.</summary>
    public List<NamedPlaceholder> Placeholders { get; } = [];

    /// <summary>Forgets what was found; the bounds of the walk stay as they are.</summary>
    public void Clear()
    {
        Tensors.Clear();
        Placeholders.Clear();
    }

    /// <summary>Whether there is a tensor anywhere in a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="depth">How deep it lies.</param>
    public bool Holds(object? value, int depth = 0)
    {
        switch (value)
        {
            case TorchTensor:
                return true;
            case PickleDictionary dictionary:
                Enter(dictionary.Pairs.Count, depth);
                return dictionary.Pairs.Any(pair => Holds(pair.Value, depth + 1));
            case PickleList or PickleTuple:
                var items = Items(value);
                Enter(items.Count, depth);
                return items.Any(item => Holds(item, depth + 1));
            default:
                return false;
        }
    }

    /// <summary>Adds every tensor in a value to <see cref="Tensors"/>, every placeholder to <see cref="Placeholders"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name so far.</param>
    /// <param name="depth">How deep it lies.</param>
    /// <exception cref="CheckpointException">Two tensors have one name, a key is no name, or the walk does not end.</exception>
    public void Collect(object? value, string name = "", int depth = 0)
    {
        switch (value)
        {
            case TorchTensor tensor:
                if (!Tensors.TryAdd(name, tensor))
                {
                    throw CheckpointFailure.Damaged(path, $"key '{PickleText.Name(name)}' stands twice in its pickle");
                }

                break;
            case PicklePlaceholder placeholder:
                Placeholders.Add(new NamedPlaceholder(name, placeholder));
                break;
            case PickleDictionary dictionary:
                Enter(dictionary.Pairs.Count, depth);
                foreach (var (key, item) in dictionary.Pairs)
                {
                    CollectItem(item, name, key, depth);
                }

                break;
            case PickleList or PickleTuple:
                var items = Items(value);
                Enter(items.Count, depth);
                for (var i = 0; i < items.Count; i++)
                {
                    CollectItem(items[i], name, (long)i, depth);
                }

                break;
        }
    }

    private void CollectItem(object? item, string name, object? key, int depth)
    {
        if (key is PicklePlaceholder unknown)
        {
            Placeholders.Add(new NamedPlaceholder(name, unknown));
            return;
        }

        if (item is not (TorchTensor or PicklePlaceholder or PickleDictionary or PickleList or PickleTuple))
        {
            return;
        }

        var text = key switch
        {
            string word => word,
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => throw CheckpointFailure.Damaged(path, $"a key below '{PickleText.Name(name)}' is neither a string nor a whole number"),
        };
        _characters -= name.Length + text.Length + 1;
        CheckBudget();
        Collect(item, name.Length == 0 ? text : $"{name}.{text}", depth + 1);
    }

    private static IReadOnlyList<object?> Items(object value) => value is PickleList list ? list.Items : ((PickleTuple)value).Items;

    private void Enter(int items, int depth)
    {
        _visits -= 1 + items;
        CheckBudget();
        if (depth > MaximumDepth)
        {
            throw CheckpointFailure.Damaged(path, $"its pickle nests containers more than {MaximumDepth} deep, or one in itself");
        }
    }

    private void CheckBudget()
    {
        if (_visits < 0 || _characters < 0)
        {
            throw CheckpointFailure.Damaged(path, $"its pickle of {pickleLength} bytes repeats its containers without end");
        }
    }
}

/// <summary>A placeholder and its way from the root.</summary>
/// <param name="Name">The way, divided by dots; empty for the root.</param>
/// <param name="Placeholder">What stands there.</param>
internal sealed record NamedPlaceholder(string Name, PicklePlaceholder Placeholder);
