namespace FaeRealtime.Data.Sources;

/// <summary>An image of a folder and what lists and neighbours say of it.</summary>
/// <param name="File">Relative to the data set's folder.</param>
/// <param name="Class">The key of its class.</param>
internal sealed record FolderImage(string File, string Class)
{
    /// <summary>The number of its class where a list gives one.</summary>
    public int? Number { get; init; }

    /// <summary>Its caption, or null.</summary>
    public string? Caption { get; init; }

    /// <summary>What is wrong with it, or null.</summary>
    public string? Defect { get; init; }
}
