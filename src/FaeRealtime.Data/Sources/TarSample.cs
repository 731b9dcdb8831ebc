namespace FaeRealtime.Data.Sources;

/// <summary>One sample of a shard: an image and what belongs to it.</summary>
/// <param name="Member">The image's name in the shard.</param>
/// <param name="Offset">Its first byte in the shard.</param>
/// <param name="Length">Its bytes.</param>
internal sealed record TarSample(string Member, long Offset, long Length)
{
    /// <summary>The text of the sample's <c>.txt</c>; null where it has none or it is no text.</summary>
    public string? Caption { get; init; }

    /// <summary>The number in the sample's <c>.cls</c>; −1 where it has none.</summary>
    public int Class { get; init; } = -1;

    /// <summary>What is wrong with it, or null.</summary>
    public string? Defect { get; init; }
}
