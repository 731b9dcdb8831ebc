namespace FaeRealtime.Core.Checkpoints;

/// <summary>What a checkpoint file holds, without judging it: for a person who has to choose a part.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Parts">The dictionaries with tensors, in the file's order. The part of no name is what lies outside of all others, or the whole of a file that has no parts. At most 1001.</param>
/// <param name="Placeholders">The objects of unknown classes, in the file's order. None was built. The first 1000.</param>
public sealed record CheckpointContents(string Path, IReadOnlyList<CheckpointPart> Parts, IReadOnlyList<CheckpointPlaceholder> Placeholders)
{
    /// <summary>The same for a person: a line a part, then a line a placeholder. Free of control characters.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (var part in Parts)
        {
            var name = part.Name.Length == 0 ? "(no part)" : $"#{Clean(part.Name)}";
            var types = string.Join(", ", part.Dtypes.Select(dtype => dtype.HeaderName()));
            var notes = string.Concat(
                part.ScaledFloat8 ? "; scaled fp8, which is not read here" : string.Empty,
                part.Placeholders > 0 ? FormattableString.Invariant($"; {part.Placeholders} of unknown classes, so it cannot be chosen") : string.Empty,
                part.Problem is null ? string.Empty : $"; {Clean(part.Problem)}");
            yield return FormattableString.Invariant($"{name}: {part.Tensors} tensors ({types}){notes}");
        }

        foreach (var found in Placeholders)
        {
            yield return $"{(found.Name.Length == 0 ? "(root)" : found.Name)}: {found.Text}, named only, never built";
        }
    }

    private static string Clean(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));
}
