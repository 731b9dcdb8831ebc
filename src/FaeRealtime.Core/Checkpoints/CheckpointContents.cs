using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>What a checkpoint file holds, without judging it: for a person who has to choose a part.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Parts">The dictionaries with tensors, in the file's order. The part of no name is what lies outside of all others, or the whole of a file that has no parts. At most 1001.</param>
/// <param name="Placeholders">The objects of unknown classes, in the file's order. None was built. The first 1000.</param>
public sealed record CheckpointContents(string Path, IReadOnlyList<CheckpointPart> Parts, IReadOnlyList<CheckpointPlaceholder> Placeholders)
{
    /// <summary>SHA-256 of the file's bytes, lower-case hex; null where it was not computed, as of a checkpoint in several files.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The same for a person: a line a part, then a line a placeholder. Free of control characters.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var part in Parts)
        {
            var name = part.Name.Length == 0 ? "(no part)" : $"#{Shortened.Text(part.Name)}";
            var types = string.Join(", ", part.Dtypes.Select(dtype => dtype.HeaderName()));
            var notes = string.Concat(
                part.ScaledFloat8 ? "; scaled fp8, which is not read here" : string.Empty,
                part.Placeholders > 0 ? FormattableString.Invariant($"; {part.Placeholders} of unknown classes, so it cannot be chosen") : string.Empty,
                part.Problem is null ? string.Empty : $"; {Shortened.Line(part.Problem)}");
            yield return FormattableString.Invariant($"{name}: {part.Tensors} tensors ({types}){notes}");
        }

        if (Sha256 is not null)
        {
            yield return $"SHA-256 {Sha256}";
        }

        foreach (var found in Placeholders)
        {
            yield return $"{(found.Name.Length == 0 ? "(root)" : found.Name)}: {found.Text}, named only, never built";
        }
    }
}

/// <summary>One dictionary of tensors in a checkpoint.</summary>
/// <param name="Name">What chooses it (<c>FILE#NAME</c>), such as <c>ema</c>; as the file has it, so control characters are possible. Empty for the tensors outside of all parts.</param>
/// <param name="Tensors">How many tensors it holds.</param>
/// <param name="Dtypes">Their element types, each once.</param>
/// <param name="Placeholders">How many objects of unknown classes it holds; from 1 on it is refused when chosen.</param>
/// <param name="ScaledFloat8">Whether it holds fp8 weights with scales beside them, which is refused when chosen.</param>
/// <param name="Problem">Why it cannot be listed whole; null where it can.</param>
public sealed record CheckpointPart(string Name, int Tensors, IReadOnlyList<TensorDtype> Dtypes, int Placeholders, bool ScaledFloat8, string? Problem);

/// <summary>An object of an unknown class in a checkpoint, which stands there by name and arguments alone. Free of control characters.</summary>
/// <param name="Name">Its way from the root, divided by dots, such as <c>args</c>; empty for the root.</param>
/// <param name="Class">Module and class or function, such as <c>argparse.Namespace</c>.</param>
/// <param name="Text">The same with its first plain arguments, such as <c>argparse.Namespace(model='SiT-XL/2')</c>.</param>
public sealed record CheckpointPlaceholder(string Name, string Class, string Text);
