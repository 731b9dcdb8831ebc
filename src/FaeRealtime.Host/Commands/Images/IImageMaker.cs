using FaeRealtime.Video.Metadata;

namespace FaeRealtime.Host.Commands.Images;

/// <summary>Makes the pictures of seeds.</summary>
internal interface IImageMaker : IDisposable
{
    /// <summary>What computes.</summary>
    EngineMetadata Engine { get; }

    /// <summary>Whether all networks fit into memory together, so that pictures can be finished one by one.</summary>
    bool Together { get; }

    /// <summary>Generates a latent from the noise that a seed means.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="evaluated">Called as the work goes on, once a step or oftener.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns><c>[C, h, w]</c> in the generator's normalised space.</returns>
    /// <exception cref="Core.Errors.FaeException">The model has no sound generator.</exception>
    float[] Generate(ulong seed, Action evaluated, CancellationToken cancellationToken);

    /// <summary>Decodes a latent.</summary>
    /// <param name="latent">As <see cref="Generate"/> returns it.</param>
    /// <returns>RGBA <c>[H, W, 4]</c>, top row first.</returns>
    /// <exception cref="Core.Errors.FaeException">The model has no sound decoders.</exception>
    byte[] DecodePixels(float[] latent);
}
