using FaeRealtime.Core.Checkpoints.Pickle;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints.Torch;

/// <summary>Chooses the state dict among what a training run saved together.</summary>
internal static class TorchParts
{
    /// <summary>Averaged weights first: they are what papers evaluate.</summary>
    private static readonly string[] Preferred = ["ema", "model_ema", "state_dict", "model"];

    /// <summary>The tensors of the part that is asked for, or of the one that is meant.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="root">The pickle's value.</param>
    /// <param name="part">Dotted keys, or null for the rule of <c>CheckpointFile.Open</c>.</param>
    /// <param name="pickleLength">Bytes of the pickle.</param>
    /// <exception cref="CheckpointException">There is no such part, no tensor, no telling which part is meant, or the part holds an object of an unknown class.</exception>
    public static Dictionary<string, TorchTensor> Tensors(string path, object? root, string? part, long pickleLength)
    {
        var chosen = part is null ? Meant(path, root, pickleLength) : Find(root, part);
        var collector = new TensorCollector(path, pickleLength);
        if (chosen is PickleDictionary or PickleList or PickleTuple or PicklePlaceholder)
        {
            collector.Collect(chosen);
        }

        if (collector.Placeholders.Count > 0)
        {
            throw Unknown(path, root, part, pickleLength, collector.Placeholders);
        }

        if (collector.Tensors.Count > 0)
        {
            return collector.Tensors;
        }

        throw part is null
            ? new CheckpointException($"Checkpoint {path} holds no dictionary of tensors. Save `state_dict()`.")
            : new CheckpointException($"Checkpoint {path} has no tensors in '{PickleText.Name(part)}'. {Choices(Candidates(path, root, pickleLength))}");
    }

    private static CheckpointException Unknown(string path, object? root, string? part, long pickleLength, List<NamedPlaceholder> found)
    {
        var first = found.Take(3).Select(one => one.Name.Length == 0 ? $"{one.Placeholder}" : $"'{PickleText.Name(one.Name)}' ({one.Placeholder})");
        var names = Candidates(path, root, pickleLength).Where(name => name != part).ToList();
        var remedy = names.Count == 0 ? string.Empty : $" {Choices(names)}";
        var what = part is null ? "what is read of it" : $"its part '{PickleText.Name(part)}'";
        return CheckpointFailure.Refused(path, $"{what} holds {found.Count} of unknown classes, which are never built: {string.Join(", ", first)}{(found.Count > 3 ? ", …" : string.Empty)}.{remedy}");
    }

    private static object? Meant(string path, object? root, long pickleLength)
    {
        if (root is not PickleDictionary dictionary || dictionary.Pairs.Any(pair => pair.Value is TorchTensor))
        {
            return root;
        }

        var candidates = Candidates(path, root, pickleLength);
        if (candidates.Count == 0)
        {
            return root;
        }

        var name = candidates.Count == 1 ? candidates[0] : Preferred.FirstOrDefault(candidates.Contains);
        return name is not null
            ? dictionary.Find(name)
            : throw new CheckpointException($"Checkpoint {path} holds several dictionaries of tensors. {Choices(candidates)}");
    }

    /// <summary>The root's keys under which there are tensors.</summary>
    public static List<string> Candidates(string path, object? root, long pickleLength)
    {
        var collector = new TensorCollector(path, pickleLength);
        var pairs = root is PickleDictionary dictionary ? dictionary.Pairs : [];
        return [.. pairs.Where(pair => pair is { Key: string, Value: PickleDictionary or PickleList or PickleTuple } && collector.Holds(pair.Value)).Select(pair => (string)pair.Key!)];
    }

    /// <remarks>Keys may contain dots themselves: the longest key goes first.</remarks>
    private static object? Find(object? value, string part)
    {
        while (value is PickleDictionary dictionary)
        {
            var key = dictionary.Pairs.Select(pair => pair.Key as string)
                .Where(name => name is not null && (part == name || part.StartsWith($"{name}.", StringComparison.Ordinal)))
                .MaxBy(name => name!.Length);
            if (key is null)
            {
                return null;
            }

            value = dictionary.Find(key);
            if (key.Length == part.Length)
            {
                return value;
            }

            part = part[(key.Length + 1)..];
        }

        // What a placeholder would hold cannot be chosen either; its name is the reason.
        return value as PicklePlaceholder;
    }

    private static string Choices(List<string> names) => names.Count == 0
        ? "It has no parts: leave the part out."
        : $"Choose a part: {string.Join(", ", names.Take(10).Select(name => $"'{PickleText.Name(name)}'"))}{(names.Count > 10 ? ", …" : string.Empty)}.";
}
