namespace FaeRealtime.Data.Sources;

/// <summary>One image of a data set: where its bytes are and what it shows.</summary>
/// <param name="File">The file that holds it, relative to the data set's folder, with forward slashes.</param>
/// <param name="Name">What it shows: a caption or a class name.</param>
/// <param name="Label">Index of its class.</param>
internal sealed record ImageEntry(string File, string Name, int Label)
{
    /// <summary>Sentences that say what it shows, one a line, the most complete first; empty where the data set has only classes. A text, so that entries compare by value.</summary>
    public string Captions { get; init; } = "";

    /// <summary>Its captions one by one.</summary>
    public IReadOnlyList<string> EachCaption() => Captions.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Its name inside a shard; null where the file is the image.</summary>
    public string? Member { get; init; }

    /// <summary>Its first byte in the file.</summary>
    public long Offset { get; init; }

    /// <summary>Its bytes; −1 where the file was absent when the data set was opened.</summary>
    public long Length { get; init; } = -1;

    /// <summary>When the file was last written, in ticks.</summary>
    public long Stamp { get; init; }

    /// <summary>Why it cannot be used, as far as is known without decoding it; null for nothing.</summary>
    public string? Defect { get; init; }

    /// <summary>What messages and lists call it.</summary>
    public string Place => Member is null ? File : $"{File}/{Member}";
}
