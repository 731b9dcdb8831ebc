namespace FaeRealtime.Data.Sources;

/// <summary>What stands in a prepared data folder: <c>manifest.json</c>.</summary>
public sealed record DatasetManifest
{
    /// <summary>The manifest's file name in a data folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The file name of the list of class names in a data folder.</summary>
    public const string ClassesFileName = "classes.json";

    /// <summary>Where the images come from and under which licence.</summary>
    public required string Source { get; init; }

    /// <summary>Width and height of every image in pixels.</summary>
    public required int ImageSize { get; init; }

    /// <summary>Seed of the held-out split.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The images, in a fixed order.</summary>
    public required IReadOnlyList<DatasetItem> Items { get; init; }
}
