using FaeRealtime.Core.Errors;

namespace FaeRealtime.Engines;

/// <summary>From a picture to a model's latent, fast enough to run beside the frames. For one thread at a time.</summary>
public interface ILatentEncoder : IDisposable
{
    /// <summary>Side S of the pictures that it takes, in pixels.</summary>
    int Side { get; }

    /// <summary>Values of a latent.</summary>
    int LatentLength { get; }

    /// <summary>Encodes a picture.</summary>
    /// <param name="rgb"><c>[S, S, 3]</c>, top row first.</param>
    /// <param name="latent">Receives <c>[C, h, w]</c> in the generator's normalised space.</param>
    /// <exception cref="ShapeException">The picture or the latent has another size.</exception>
    void Encode(ReadOnlySpan<byte> rgb, Span<float> latent);
}
