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
    /// <returns>The network's tensor in the caller's dispose scope.</returns>
    public Tensor Read(ICheckpoint checkpoint)
    {
        Tensor[] parts = [.. FileKeys.Zip(Rule.FileShapes(Shape)).Select(part => tensor(checkpoint.ReadSingle(part.First), part.Second))];
        return Rule.Form.ToNetwork(parts.Length == 1 ? parts[0] : cat(parts, 0), Shape);
    }

    /// <summary>Splits the network's tensor into the file's.</summary>
    /// <returns>Key and tensor of each part, in the caller's dispose scope.</returns>
    public IEnumerable<(string FileKey, Tensor Value)> Split(Tensor value)
    {
        var whole = Rule.Form.ToFile(value, Key);
        return FileKeys.Count == 1
            ? [(FileKeys[0], whole)]
            : FileKeys.Zip(whole.split([.. Rule.FileShapes(Shape).Select(shape => shape[0])], 0));
    }
}
