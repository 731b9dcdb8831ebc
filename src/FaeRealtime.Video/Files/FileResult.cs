namespace FaeRealtime.Host.Output;

/// <summary>What came of a file that was to be written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Failure">Why it is not there; null where it is.</param>
internal readonly record struct FileResult(string Path, Exception? Failure);
