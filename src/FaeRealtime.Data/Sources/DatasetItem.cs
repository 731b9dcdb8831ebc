namespace FaeRealtime.Data.Sources;

/// <summary>One image of a prepared data set.</summary>
/// <param name="File">Its path under the data folder, with forward slashes.</param>
/// <param name="Name">What it shows, such as <c>grinning face</c>.</param>
/// <param name="Class">The name of its class, one of <c>classes.json</c>.</param>
/// <param name="Split">What it is for.</param>
public sealed record DatasetItem(string File, string Name, string Class, DatasetSplit Split);
