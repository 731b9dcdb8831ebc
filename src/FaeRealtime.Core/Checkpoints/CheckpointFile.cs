using FaeRealtime.Core.Errors;

namespace FaeRealtime.Core.Checkpoints;

/// <summary>Opens checkpoints of every readable format.</summary>
public static class CheckpointFile
{
    /// <summary>Opens and checks a file.</summary>
    /// <param name="path">A .safetensors file.</param>
    /// <returns>The checkpoint; the caller disposes.</returns>
    /// <exception cref="CheckpointException">The file is missing, unreadable, of another format or not well-formed.</exception>
    public static ICheckpoint Open(string path) => SafetensorsReader.Open(path);
}
