namespace FaeRealtime.Models.Checkpoints;

/// <summary>How a file's keys relate to a network's.</summary>
public sealed record CheckpointLayout
{
    /// <summary>The same keys on both sides.</summary>
    public static CheckpointLayout Exact { get; } = new();

    /// <summary>The network's key for a file's key, or null to skip the tensor. The default takes off the prefixes that DistributedDataParallel and torch.compile add.</summary>
    public Func<string, string?> KeyOf { get; init; } = WithoutWrappers;

    /// <summary>Network keys that a file may lack; they keep their values.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Beginnings of file keys that are skipped, such as a classifier head.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    private static string? WithoutWrappers(string key)
    {
        foreach (var wrapper in (ReadOnlySpan<string>)["module.", "_orig_mod."])
        {
            key = key.StartsWith(wrapper, StringComparison.Ordinal) ? key[wrapper.Length..] : key;
        }

        return key;
    }
}
