using FaeRealtime.Core.Errors;
using FaeRealtime.Core.Folders;
using FaeRealtime.Cpu;

namespace FaeRealtime.Engines;

/// <summary>The frozen ViT and a model's encoder in pure C# on the CPU.</summary>
/// <param name="encoder">Owned from here on.</param>
public sealed class CpuLatents(CpuImageEncoder encoder) : ILatentEncoder
{
    /// <inheritdoc/>
    public int Side => encoder.Side;

    /// <inheritdoc/>
    public int LatentLength => encoder.LatentLength;

    /// <summary>Opens the encoder of a model.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="weights">Official weights of its frozen ViT.</param>
    /// <param name="threads">Threads that compute; 0 for one a physical core.</param>
    /// <returns>The encoder; the caller disposes.</returns>
    /// <exception cref="CheckpointException">A file is missing, damaged, another one, or does not fit.</exception>
    /// <exception cref="ConfigException">The encoder is of another kind than single attention, or the threads are out of range.</exception>
    public static CpuLatents Open(ModelFolder folder, string weights, int threads = 1) => new(CpuImageEncoder.Open(folder, weights, threads));

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> rgb, Span<float> latent) => encoder.Encode(rgb, latent);

    /// <inheritdoc/>
    public void Dispose() => encoder.Dispose();
}
