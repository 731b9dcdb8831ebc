using FaeRealtime.Core.Checkpoints;
using static TorchSharp.torch;

namespace FaeRealtime.Models.Checkpoints;

/// <summary>One tensor of a network and the tensors of a file that make it.</summary>
/// <param name="Key">The network's key.</param>
/// <param name="Shape">The network's shape.</param>
/// <param name="Rule">How they relate.</param>
/// <param name="FileKeys">The file's keys, prefix included.</param>
internal sealed record PlacedTensor(string Key, long[] Shape, KeyRule Rule, IReadOnlyList<string> FileKeys)
{
    /// <summary>Places a tensor by a layout.</summary>
    public static PlacedTensor Of(string key, long[] shape, CheckpointLayout layout)
    {
        var rule = layout.RuleFor(key);
        return new PlacedTensor(key, shape, rule, [.. rule.FileKeys(key)!.Select(fileKey => layout.Prefix + fileKey)]);
    }

    /// <summary>The tensors of another shape.</summary>
    public IEnumerable<ShapeMismatch> Mismatches(ICheckpoint checkpoint) =>
        FileKeys.Zip(Rule.FileShapes(Shape))
            .Where(part => checkpoint.Entries.TryGetValue(part.First, out var entry) && !entry.Shape.SequenceEqual(part.Second))
            .Select(part => new ShapeMismatch(part.First, checkpoint.Entries[part.First].Shape, part.Second));

    /// <summary>Reads the parts and joins them.</summary>
    /// <returns>The network's tensor, of its shape, float32, in the caller's dispose scope.</returns>
    public Tensor Read(ICheckpoint checkpoint)
    {
        Tensor[] parts = [.. FileKeys.Zip(Rule.FileShapes(Shape)).Select(part => tensor(checkpoint.ReadSingle(part.First), part.Second))];
        return Rule.Form.ToNetwork(parts.Length == 1 ? parts[0] : cat(parts, 0), Shape);
    }

    /// <summary>Cuts one of the file's tensors out of the network's.</summary>
    /// <param name="value">The network's tensor, of its shape. Borrowed.</param>
    /// <param name="index">Which of <see cref="FileKeys"/>.</param>
    /// <returns>That tensor, of its shape in the file, float32, in the caller's dispose scope.</returns>
    public Tensor Part(Tensor value, int index)
    {
        var whole = Rule.Form.ToFile(value, Key);
        if (FileKeys.Count == 1)
        {
            return whole;
        }

        var rows = Rule.FileShapes(Shape).Select(shape => shape[0]).ToArray();
        return whole.narrow(0, rows[..index].Sum(), rows[index]);
    }
}
