namespace FaeRealtime.Data.Sources;

/// <summary>How far a data preparation is.</summary>
/// <param name="Step">What is being done, such as <c>writing pictures</c>.</param>
/// <param name="Done">Images finished.</param>
/// <param name="Total">Images in all, 0 while unknown.</param>
public readonly record struct PreparationProgress(string Step, int Done, int Total);
