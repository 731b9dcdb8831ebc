using FaeRealtime.Core.Checkpoints.Formats;
using FaeRealtime.Core.Config;
using FaeRealtime.Core.Folders;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>How much memory a model's weights take.</summary>
internal static class WeightMemory
{
    // Weights in float32 may fill this share of the memory; activations, files being read and other programs need the rest.
    private const long MemoryShare = 4;

    /// <summary>Whether a generator and the decoders fit into memory together.</summary>
    /// <param name="folder">The model; a file that is missing is not counted.</param>
    /// <param name="generator">Which generator.</param>
    /// <param name="memoryBytes">What the machine has.</param>
    /// <exception cref="Core.Errors.CheckpointException">A file's header is damaged.</exception>
    public static bool Holds(ModelFolder folder, GeneratorVariant generator, long memoryBytes) =>
        new[] { folder.PathOf(generator), folder.FeatureDecoderPath, folder.PixelDecoderPath }.Where(File.Exists).Sum(Bytes) <= memoryBytes / MemoryShare;

    private static long Bytes(string path)
    {
        using var file = CheckpointFile.Open(path);
        return sizeof(float) * file.Entries.Values.Sum(entry => entry.Count);
    }
}
