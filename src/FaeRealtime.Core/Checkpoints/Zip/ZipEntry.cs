namespace FaeRealtime.Core.Checkpoints.Zip;

/// <summary>A stored file of a zip archive.</summary>
/// <param name="Name">Its name with folders, divided by «/».</param>
/// <param name="Offset">Where in the archive its bytes begin.</param>
/// <param name="Length">How many there are.</param>
internal readonly record struct ZipEntry(string Name, long Offset, long Length);
