namespace FaeRealtime.Models.Checkpoints;

/// <summary>How a family of files names and lays out a network's tensors: what <see cref="ModuleCheckpoint"/> reads and writes by.</summary>
public sealed record CheckpointLayout
{
    /// <summary>The network's own keys.</summary>
    public static CheckpointLayout Exact { get; } = new() { Name = "the network's own keys" };

    /// <summary>Whose files these are, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The first rule that knows a network key says where it lies; a key that no rule knows has the same name in the file.</summary>
    public IReadOnlyList<KeyRule> Rules { get; init; } = [];

    /// <summary>Network keys that a file may lack; they keep their values.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Beginnings of file keys that belong to something else, such as a classifier head; with or without <see cref="Prefix"/>.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>What stands before every key, such as <c>module.</c> or <c>ema.</c>. Found by looking at a file, not part of a family.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>Prefixes of other copies of the network in the same file, such as <c>model.</c> beside <c>ema.</c>; ignored.</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>The rule for a network key.</summary>
    internal KeyRule RuleFor(string key) => Rules.FirstOrDefault(rule => rule.FileKeys(key) is not null) ?? KeyRule.Identity;

    /// <summary>Whether a file key that nothing asked for is expected to be there.</summary>
    internal bool Ignores(string fileKey)
    {
        var inside = fileKey.StartsWith(Prefix, StringComparison.Ordinal);
        return Ignored.Any(start => fileKey.StartsWith(start, StringComparison.Ordinal) || (inside && fileKey.AsSpan(Prefix.Length).StartsWith(start, StringComparison.Ordinal)))
            || (!inside && Copies.Any(copy => fileKey.StartsWith(copy, StringComparison.Ordinal)));
    }
}
