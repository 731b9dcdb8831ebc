namespace FaeRealtime.Data.Loading;

/// <summary>What training would use of a data set.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Origin">Where it comes from, as far as it tells.</param>
/// <param name="Train">Images to train on.</param>
/// <param name="HeldOut">Images held out.</param>
/// <param name="Bytes">Bytes of all images as they are stored.</param>
/// <param name="Classes">The classes by label.</param>
/// <param name="Sizes">Widths and heights of some images, and how many have them, the most frequent first.</param>
public sealed record DatasetSummary(
    string Path, string Origin, int Train, int HeldOut, long Bytes, IReadOnlyList<ClassCount> Classes, IReadOnlyList<(int Width, int Height, int Count)> Sizes);
